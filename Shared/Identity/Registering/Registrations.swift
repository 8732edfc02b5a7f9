package import Audit
internal import Core
internal import Cryptography
package import Database
internal import Limits

/// Registering, by whoever: the answer is the same, and takes as long, whether somebody has the address or not. There is
/// a person only after the link that is mailed to the address was used.
package struct Registrations {
  private let session: Session
  private let store: RegistrationStore
  private let people: IdentityStore
  private let origin: Origin

  /// The session's role may see every registration. Nothing here looks for a person with the address.
  package init(_ session: Session, from origin: Origin) {
    self.session = session
    store = RegistrationStore(session)
    people = IdentityStore(session: session)
    self.origin = origin
  }

  /// Keeps what was given, for a day, and asks for the message. With a `key` that was used for the same before, nothing
  /// is done.
  package func request(_ registration: Registration, key: String?) throws {
    try RateLimiter(session).take(LogInLimits.registration(of: registration.email, from: origin))
    try people.refuseCommon(registration.password, at: "/password")
    if let key, let known = try store.find(key: key) {
      guard known.email == registration.email, try known.hash.matches(registration.password) else {
        throw IdentityError.keyReused
      }
      return
    }
    let hash = try PasswordHash(of: registration.password)
    // False when the same request has arrived twice at the same moment.
    if try !insert(registration, hash, key: key) { try request(registration, key: key) }
  }

  private func insert(_ registration: Registration, _ hash: PasswordHash, key: String?) throws -> Bool {
    do {
      return try session.transaction {
        let id = UUID.v7()
        guard try store.insert(id, registration, hash, key: key) else { return false }
        try store.requestMail(id)
        return true
      }
    } catch {
      switch error {
      case DatabaseError.refused(sqlState: "22023", _): throw IdentityError.unknownTimeZone
      default: throw error
      }
    }
  }
}
