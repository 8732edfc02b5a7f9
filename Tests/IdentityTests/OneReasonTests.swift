internal import Audit
internal import Core
internal import Cryptography
internal import Database
internal import Identity
internal import TestSupport
internal import Testing

/// Of each thing that is good for a while there is one that is good, and for each condition one for which that alone
/// does not hold.
@Suite("One reason is enough for which a session, a link or a factor is not good")
struct OneReasonTests {
  private let database: TestDatabase
  private let ana: Tenant
  private let eva: Tenant
  private let session = UUID.v7()
  private let origin = Origin.job(traceID: nil)

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    ana = try Tenant(in: database)
    eva = try Tenant(in: database)
    try Belongings(of: ana).insertSession(session)
  }

  private var administrator: Session { database.asAdministrator }

  // MARK: Sessions

  private static let reasons = [
    "update user_session set revoked_at = clock_timestamp()",
    "update user_session set expires_at = clock_timestamp()",
  ]

  /// What is done with a session, and whether it was.
  private func uses(_ session: UUID, of user: UUID) throws -> [String: Bool] {
    let store = SessionStore(database.session(.identity))
    let token = AccessToken(
      user: user, organization: ana.organization, session: session, expiresAt: .now() + .seconds(900))
    let sessions = Sessions(
      database.session(.identity), signer: try TokenSigner(seed: Base64.encode(SecureRandom.bytes(32))),
      from: origin)
    return [
      "is open": try store.isOpen(session, of: user),
      "is freshly authenticated": try store.isFreshlyAuthenticated(session, of: user),
      "is listed": try store.list(of: user, current: session).contains {
        $0["id"]?.string == session.description
      },
      "stands": try MembershipStore(database.session(.app, token.scope)).findMember(of: token) != nil,
      "switches": (try? sessions.switch(token, to: ana.organization)) != nil,
      "is ended with the others": try store.revokeAll(of: user, except: .v7()) == 1,
    ]
  }

  @Test("A session that is open and one's own") func goodSession() throws {
    #expect(try uses(session, of: ana.user).filter { !$0.value }.isEmpty)
  }

  @Test("A session that was revoked, or is over", arguments: reasons) func endedSession(_ reason: String)
    throws
  {
    try administrator.script(reason)
    #expect(try uses(session, of: ana.user).filter(\.value).isEmpty)
    #expect(try !SessionStore(database.session(.identity)).revoke(session, of: ana.user))
  }

  @Test("The session of another") func strangersSession() throws {
    try administrator.query(
      "insert into membership (organization_id, user_id, role) values (\(ana.organization), \(eva.user), 'viewer')"
    )
    #expect(try uses(session, of: eva.user).filter(\.value).isEmpty)
    #expect(try !SessionStore(database.session(.identity)).revoke(session, of: eva.user))
    #expect(try SessionStore(database.session(.identity)).isOpen(session, of: ana.user))
  }

  // MARK: Links

  private func insertLink(_ kind: String) throws -> UUID {
    let id = UUID.v7()
    try administrator.query(
      """
      insert into mailed_link (id, kind, user_id, email, expires_at, session_id)
      values (\(id), \(kind), \(ana.user), \("\(ana.user)@example.com"), clock_timestamp() + interval '1 hour', \(session))
      """)
    return id
  }

  @Test(
    "A link that was used, is over, or was asked for before a change, whose person is gone, whose session has ended",
    arguments: [
      nil, "update mailed_link set used_at = clock_timestamp()",
      "update mailed_link set expires_at = clock_timestamp()",
      "update mailed_link set requested_at = requested_at - interval '1 day'",
      "update app_user set secured_at = clock_timestamp()",
      "update app_user set erased_at = clock_timestamp()",
      "update user_session set revoked_at = clock_timestamp()",
    ], ["verify_email", "reset_password"])
  func link(_ reason: String?, _ kind: String) throws {
    let id = try insertLink(kind)
    if let reason { try administrator.script(reason) }
    let desk = LinkDesk(database.session(.identity), from: origin)
    guard reason != nil else {
      _ = try desk.find(id)
      _ = try desk.use(id, LinkUse(["password": "staple battery"]))
      return
    }
    #expect(throws: IdentityError.wrongLink) { try desk.find(id) }
    #expect(throws: IdentityError.wrongLink) { try desk.use(id, LinkUse(["password": "staple battery"])) }
  }

  @Test("A link rests on the session that asked for it, not on another") func linkOfSession() throws {
    let id = try insertLink("verify_email")
    let other = UUID.v7()
    try Belongings(of: ana).insertSession(other)
    try administrator.query("update user_session set revoked_at = clock_timestamp() where id = \(other)")
    _ = try LinkDesk(database.session(.identity), from: origin).find(id)
  }

  // MARK: Factors

  @Test("A factor that was not confirmed is good for nothing beside one that was") func pendingFactor() throws
  {
    let box = try FactorBox(keys: Base64.encode(SecureRandom.bytes(32)))
    let person = AccessToken(
      user: ana.user, organization: ana.organization, session: session, expiresAt: .now() + .seconds(900))
    let factors = SecondFactors(database.session(.identity), of: person, box, from: origin)
    let credentials = Credentials(database.session(.identity), of: person, from: origin)
    let now = Instant.now()
    func enrol() throws -> (id: UUID, secret: [UInt8]) {
      let made = try factors.enrol(named: "Telephone")
      let id = try #require(made["id"]?.string.flatMap { UUID($0) })
      return (id, try #require(made["secret"]?.string.flatMap { Base32.decode($0) }))
    }
    func proof(_ secret: [UInt8]) throws -> StepUpProof {
      let code = TimeBasedCode(secret: secret).text(at: TimeBasedCode.step(at: now))
      return try StepUpProof(["code": .string(code)])
    }
    let first = try enrol()
    let before = now + .seconds(-60)
    let code = TimeBasedCode(secret: first.secret).text(at: TimeBasedCode.step(at: before))
    _ = try factors.confirm(first.id, code: code, at: before)
    let pending = try enrol()
    #expect(throws: Problem.self) { try credentials.stepUp(proof(pending.secret), box, at: now) }
    try credentials.stepUp(proof(first.secret), box, at: now)
    // What was confirmed is not confirmed again, by whatever code.
    #expect(throws: Problem.notFound("second factor")) {
      try factors.confirm(first.id, code: code, at: before)
    }
    #expect(try factors.list()["data"]?.array?.count == 1)
    // Removing the confirmed one leaves none that counts.
    try factors.remove(first.id)
    #expect(try factors.list()["recovery_codes_left"] == 0)
  }

  @Test("Ten factors are the most that a person has; those of others, and what was only begun, do not count")
  func manyFactors() throws {
    let box = try FactorBox(keys: Base64.encode(SecureRandom.bytes(32)))
    let person = AccessToken(
      user: ana.user, organization: ana.organization, session: session, expiresAt: .now() + .seconds(900))
    let factors = SecondFactors(database.session(.identity), of: person, box, from: origin)
    func insert(_ count: Int, of user: UUID) throws {
      for _ in 0..<count {
        try administrator.query(
          """
          insert into second_factor (id, user_id, name, secret, confirmed_at)
          values (\(UUID.v7()), \(user), 'T', '\\x00', now())
          """)
      }
    }
    try insert(10, of: eva.user)
    try insert(9, of: ana.user)
    _ = try factors.enrol(named: "the tenth")
    _ = try factors.enrol(named: "the tenth, begun again")
    try insert(1, of: ana.user)
    #expect(throws: SecondFactorError.tooMany) { try factors.enrol(named: "the eleventh") }
  }
}
