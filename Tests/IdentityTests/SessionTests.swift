internal import Audit
internal import Core
internal import Cryptography
internal import Database
internal import Harness
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

  private var registering: Registering { Registering(database: database, origin: origin) }

  private func logIn(_ email: String, _ password: String) throws -> JSON {
    try registrar().logIn(LogInRequest(["email": .string(email), "password": .string(password)]), box)
  }

  /// The answer of the first log-in of somebody new.
  private func register() throws -> JSON {
    try registering.person("ana@example.com", "correct horse")
    return try logIn("ana@example.com", "correct horse")
  }

  private func token(_ answer: JSON) throws -> String { try #require(answer["refresh_token"]?.string) }

  /// Makes the last rotation older than the grace for lost answers.
  private func age() throws {
    try database.asAdministrator.query("update user_session set rotated_at = rotated_at - interval '11 s'")
  }

  /// Until another connection waits for a lock.
  private func waitForLock() throws {
    _ = try wait(for: "another to wait", upTo: .seconds(20)) {
      try database.asAdministrator.first(
        """
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        """)
    }
  }

  @Test("By a password that is changed while it is compared nobody comes in")
  func changedMeanwhile() async throws {
    _ = try register()
    let other = database.session(.identity)
    let late: Task<JSON, any Error> = try other.transaction {
      try other.query("update app_user set password_hash = \(try PasswordHash(of: "another horse").text)")
      let late = Task { try logIn("ana@example.com", "correct horse") }
      try waitForLock()
      return late
    }
    await #expect(throws: IdentityError.wrongCredentials) { try await late.value }
    #expect(try database.asAdministrator.query("select from user_session").count == 1)
    _ = try logIn("ana@example.com", "another horse")
  }

  @Test("Whoever ends sessions waits for what is being done in one of them")
  func held() async throws {
    _ = try register()
    let row = try database.asAdministrator.only("select id, user_id from user_session")
    let (id, user): (UUID, UUID) = (try row.value("id"), try row.value("user_id"))
    let app = database.session(.app, Scope(organization: nil, user: user))
    let stranger = database.session(.app, Scope(organization: nil, user: .v7()))
    #expect(try !SessionStore(stranger).hold(id))
    let database = database
    let ending: Task<Int, any Error> = try app.transaction {
      #expect(try SessionStore(app).hold(id))
      let ending = Task { try SessionStore(database.session(.identity)).revokeAll(of: user) }
      try waitForLock()
      return ending
    }
    #expect(try await ending.value == 1)
    #expect(try !SessionStore(app).hold(id))
  }

  @Test("Whoever confirms the address of a registration has an account with an organization and a workspace")
  func confirming() throws {
    try registering.request("ana@example.com", "correct horse")
    #expect(throws: IdentityError.wrongCredentials) { try logIn("ana@example.com", "correct horse") }
    #expect(try database.asAdministrator.first("select from app_user") == nil)
    #expect(try registering.confirm("ana@example.com", "correct horse") == [.registered])
    let answer = try logIn("ana@example.com", "correct horse")
    #expect(answer["token_type"] == "Bearer" && answer["expires_in"] == 900)
    let row = try database.asAdministrator.only(
      """
      select m.role, w.time_zone, u.email_verified_at is not null as is_verified
      from app_user u join membership m on m.user_id = u.id join workspace w using (organization_id)
      """)
    #expect(try row.value("role") == "owner" && row.value("time_zone") == "Europe/Berlin")
    #expect(try row.value("is_verified") == true)
    #expect(try database.asAdministrator.first("select from registration") == nil)
  }

  @Test(
    "Of several registrations with one address the first that is confirmed counts; the others open nothing")
  func repeatedRegistration() throws {
    try registering.request("ana@example.com", "correct horse")
    try registering.request("ana@example.com", "another horse")
    let ids = try database.asAdministrator.query("select id from registration order by id")
      .map { try $0.value("id") as UUID }
    #expect(ids.count == 2)
    let desk = LinkDesk(database.session(.identity), from: origin)
    #expect(try desk.use(ids[1], LinkUse(["password": "another horse"])) == .registered)
    #expect(throws: IdentityError.wrongLink) { try desk.use(ids[0], LinkUse([:])) }
    #expect(throws: IdentityError.wrongLink) { try desk.use(ids[1], LinkUse([:])) }
    _ = try logIn("ana@example.com", "another horse")
    // Who has an account is told by mail, and nobody else: the answer is no other.
    try registering.request("ana@example.com", "a third horse")
    #expect(throws: IdentityError.emailTaken) {
      try registering.confirm("ana@example.com", "a third horse")
    }
    #expect(try database.asAdministrator.only("select count(*) as n from app_user").value("n") == 1)
  }

  @Test("The same key asks for one message; another registration under it is refused")
  func registrationKey() throws {
    for _ in 0..<2 { try registering.request("ana@example.com", "correct horse", key: "k1") }
    // Another address is another's key.
    try registering.request("eva@example.com", "correct horse", key: "k1")
    #expect(throws: IdentityError.keyReused) {
      try registering.request("ana@example.com", "another horse", key: "k1")
    }
    let count = try database.asAdministrator.only("select count(*) as n from outbox")
    #expect(try count.value("n") == 2)
  }

  @Test("A registration that was not confirmed within a day opens nothing")
  func lateConfirmation() throws {
    try registering.request("ana@example.com", "correct horse")
    try database.asAdministrator.query("update registration set expires_at = clock_timestamp()")
    #expect(throws: IdentityError.wrongLink) {
      try registering.confirm("ana@example.com", "correct horse")
    }
    #expect(try database.asAdministrator.first("select from app_user") == nil)
  }

  @Test("A time zone that PostgreSQL does not know is refused, and nothing is left")
  func timeZone() throws {
    #expect(throws: IdentityError.unknownTimeZone) {
      try registering.request("ana@example.com", "correct horse", timeZone: "Mars/Olympus")
    }
    #expect(try database.asAdministrator.first("select from registration") == nil)
  }

  @Test("A password opens only its own account")
  func loggingIn() throws {
    _ = try register()
    _ = try logIn("ANA@example.com", "correct horse")
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
