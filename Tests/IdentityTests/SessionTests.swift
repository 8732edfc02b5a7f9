internal import Audit
internal import Core
internal import Cryptography
internal import Database
internal import Identity
internal import TestSupport
internal import Testing

@Suite("A session lasts as long as its newest refresh token is used by one holder") struct SessionTests {
  private let database: TestDatabase
  private let seed = Base64.encode(SecureRandom.bytes(32))

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    box = try FactorBox(keys: Base64.encode(SecureRandom.bytes(32)))
  }

  private let box: FactorBox

  /// On a connection of its own, as each function process has one.
  private func registrar() throws -> Registrar {
    Registrar(database.session(.identity), signer: try TokenSigner(seed: seed), from: origin)
  }

  private func sessions() throws -> Sessions {
    Sessions(database.session(.identity), signer: try TokenSigner(seed: seed), from: origin)
  }

  private let origin = Origin(address: "203.0.113.7", userAgent: "tests", traceID: nil)

  private func register(
    _ email: String = "ana@example.com", key: String? = nil, password: String = "correct horse"
  ) throws -> JSON {
    let registration = try Registration([
      "email": .string(email), "password": .string(password), "name": "Ana", "organization": "Cafe",
      "time_zone": "Europe/Berlin",
    ])
    return try registrar().register(registration, key: key)
  }

  private func token(_ answer: JSON) throws -> String { try #require(answer["refresh_token"]?.string) }

  /// Makes the last rotation older than the grace for lost answers.
  private func age() throws {
    try database.asAdministrator.query("update user_session set rotated_at = rotated_at - interval '11 s'")
  }

  @Test("Registering makes the person, an organization and a workspace, and logs in")
  func registering() throws {
    let answer = try register()
    #expect(answer["user"]?["email"] == "ana@example.com")
    #expect(answer["workspace"]?["time_zone"] == "Europe/Berlin")
    #expect(answer["token_type"] == "Bearer")
    #expect(answer["expires_in"] == 900)
    let role = try database.asAdministrator.only("select role from membership")
    #expect(try role.value("role") == "owner")
    #expect(try register("eva@example.com")["user"]?["id"] != answer["user"]?["id"])
  }

  @Test("An address is registered once; the same key answers again instead of making a second person")
  func repeatedRegistration() throws {
    let first = try register(key: "k1")
    #expect(try register(key: "k1")["user"] == first["user"])
    #expect(throws: IdentityError.emailTaken) { try register() }
    #expect(throws: IdentityError.emailTaken) { try register(key: "k2") }
    #expect(throws: IdentityError.keyReused) { try register("eva@example.com", key: "k1") }
    #expect(throws: IdentityError.keyReused) { try register(key: "k1", password: "another horse") }
    let count = try database.asAdministrator.only("select count(*) as n from app_user")
    #expect(try count.value("n") == 1)
  }

  @Test("A time zone that PostgreSQL does not know is refused, and nothing is left")
  func timeZone() throws {
    let registration = try Registration([
      "email": "ana@example.com", "password": "correct horse", "name": "Ana", "organization": "Cafe",
      "time_zone": "Mars/Olympus",
    ])
    #expect(throws: IdentityError.unknownTimeZone) { try registrar().register(registration, key: nil) }
    #expect(try database.asAdministrator.first("select from app_user") == nil)
  }

  @Test("A password opens only its own account")
  func loggingIn() throws {
    _ = try register()
    func logIn(_ email: String, _ password: String) throws {
      _ = try registrar().logIn(
        LogInRequest(["email": .string(email), "password": .string(password)]), box)
    }
    try logIn("ANA@example.com", "correct horse")
    #expect(throws: IdentityError.wrongCredentials) { try logIn("ana@example.com", "wrong horse") }
    #expect(throws: IdentityError.wrongCredentials) { try logIn("eva@example.com", "correct horse") }
  }

  @Test("Each use of the newest token gives the next one")
  func normalUse() throws {
    var current = try token(try register())
    for counter in 1...4 {
      try age()
      current = try token(try sessions().refresh(current))
      #expect(RefreshToken(current)?.counter == counter)
    }
  }

  @Test("The last token works a moment longer: its answer may have been lost")
  func lostAnswer() throws {
    let first = try token(try register())
    let second = try token(try sessions().refresh(first))
    #expect(try token(try sessions().refresh(first)) == second)
    try age()
    _ = try sessions().refresh(second)
  }

  @Test("An old token is a sign of theft and ends the session for both holders")
  func reuse() throws {
    let first = try token(try register())
    let second = try token(try sessions().refresh(first))
    try age()
    #expect(throws: IdentityError.wrongToken) { try sessions().refresh(first) }
    #expect(throws: IdentityError.wrongToken) { try sessions().refresh(second) }
  }

  @Test("A token two rotations old is theft, however fast")
  func olderReuse() throws {
    let first = try token(try register())
    let third = try token(try sessions().refresh(token(try sessions().refresh(first))))
    #expect(throws: IdentityError.wrongToken) { try sessions().refresh(first) }
    #expect(throws: IdentityError.wrongToken) { try sessions().refresh(third) }
  }

  @Test("A forged token is refused and does not end the session")
  func forged() throws {
    let first = try token(try register())
    let session = try #require(RefreshToken(first)).session
    for counter in [0, 1, 7] {
      let forged = RefreshToken(session: session, counter: counter, key: SecureRandom.bytes(32)).text
      #expect(throws: IdentityError.wrongToken) { try sessions().refresh(forged) }
    }
    _ = try sessions().refresh(first)
  }

  @Test("An expired session and one that never was give nothing")
  func expired() throws {
    let first = try token(try register())
    try database.asAdministrator.query("update user_session set expires_at = clock_timestamp()")
    #expect(throws: IdentityError.wrongToken) { try sessions().refresh(first) }
    let unknown = RefreshToken(session: .v7(), counter: 0, key: SecureRandom.bytes(32)).text
    #expect(throws: IdentityError.wrongToken) { try sessions().refresh(unknown) }
  }

  @Test("Twenty uses of one token at the same moment rotate it once and all get the same")
  func concurrentReuse() async throws {
    let first = try token(try register())
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<20 { group.addTask { try token(try sessions().refresh(first)) } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(answers.count == 1)
    let row = try database.asAdministrator.only("select counter from user_session")
    #expect(try row.value("counter") == 1)
  }
}
