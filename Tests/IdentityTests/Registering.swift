internal import Audit
internal import Core
internal import Database
internal import Identity
internal import TestSupport
internal import Testing

/// Somebody who registers and uses the link in the mail.
struct Registering {
  let database: TestDatabase
  let origin: Origin

  func request(_ email: String, _ password: String, key: String? = nil, timeZone: String = "Europe/Berlin")
    throws
  {
    let registration = try Registration([
      "email": .string(email), "password": .string(password), "name": "Ana", "organization": "Cafe",
      "time_zone": .string(timeZone),
    ])
    _ = try Registrations(database.session(.identity), from: origin).request(registration, key: key)
  }

  /// Uses the links of all open registrations of the address, the oldest first.
  func confirm(_ email: String, _ password: String) throws -> [LinkOutcome] {
    let rows = try database.asAdministrator.query(
      "select id from registration where email = \(email) order by id")
    return try rows.map { row in
      try LinkDesk(database.session(.identity), from: origin).use(
        try row.value("id"), LinkUse(["password": .string(password)]))
    }
  }

  /// A person with an account.
  func person(_ email: String, _ password: String) throws {
    try request(email, password)
    #expect(try confirm(email, password) == [.registered])
  }
}
