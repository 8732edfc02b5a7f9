internal import Audit
internal import Core
internal import Cryptography
internal import Database
internal import Identity
internal import TestSupport
internal import Testing

@Suite("A second factor is needed, is good once, and is its person's") struct SecondFactorTests {
  private static let password = "correct horse"

  private let database: TestDatabase
  private let seed = Base64.encode(SecureRandom.bytes(32))
  private let factorKey = Base64.encode(SecureRandom.bytes(32))
  private let now = Instant(seconds: 1_795_244_400)

  init() throws { database = try PostgresServer.shared().makeDatabase() }

  private func origin(_ number: Int = 7) -> Origin {
    Origin(address: "203.0.113.\(number)", userAgent: "tests", traceID: nil)
  }

  private func box() throws -> FactorBox { try FactorBox(keys: factorKey) }

  private func registrar(from number: Int = 7) throws -> Registrar {
    Registrar(database.session(.identity), signer: try TokenSigner(seed: seed), from: origin(number))
  }

  private func register(_ email: String = "ana@example.com") throws -> AccessToken {
    try Registering(database: database, origin: origin()).person(email, Self.password)
    let request = try LogInRequest(["email": .string(email), "password": .string(Self.password)])
    let answer = try registrar().logIn(request, box(), at: now)
    let seedBytes = try #require(Base64.decode(seed))
    let verifier = try TokenVerifier(keys: Base64.encode(Ed25519.PrivateKey(seed: seedBytes).publicKey))
    return try #require(verifier.verify(answer["access_token"]?.string ?? "", at: .now()))
  }

  private func factors(of person: AccessToken) throws -> SecondFactors {
    SecondFactors(database.session(.identity), of: person, try box(), from: origin())
  }

  private func credentials(of person: AccessToken) -> Credentials {
    Credentials(database.session(.identity), of: person, from: origin())
  }

  private func code(_ enrolment: JSON, at time: Instant) throws -> String {
    let secret = try #require(enrolment["secret"]?.string.flatMap { Base32.decode($0) })
    return TimeBasedCode(secret: secret).text(at: TimeBasedCode.step(at: time))
  }

  /// A person with a factor that was confirmed a minute before `now`.
  private func enrolled() throws -> (person: AccessToken, enrolment: JSON, codes: [String]) {
    let person = try register()
    let enrolment = try factors(of: person).enrol(named: "Telephone")
    let id = try #require(enrolment["id"]?.string.flatMap { UUID($0) })
    let before = now + .seconds(-60)
    let confirmed = try factors(of: person).confirm(id, code: code(enrolment, at: before), at: before)
    return (person, enrolment, confirmed["recovery_codes"]?.array?.compactMap(\.string) ?? [])
  }

  private func logIn(from number: Int = 7) throws -> JSON {
    let request = try LogInRequest(["email": "ana@example.com", "password": .string(Self.password)])
    return try registrar(from: number).logIn(request, box(), at: now)
  }

  private func complete(
    _ challenge: String, _ proof: (String, String), at time: Instant? = nil, from number: Int = 7
  ) throws -> JSON {
    let answer = try ChallengeAnswer(["challenge": .string(challenge), proof.0: .string(proof.1)])
    return try registrar(from: number).completeLogIn(answer, box(), at: time ?? now)
  }

  private func challenge() throws -> String { try #require(try logIn()["challenge"]?.string) }

  private func events(_ action: AuditAction) throws -> Int {
    try database.asAdministrator.only("select count(*) as n from event where action = \(action.rawValue)")
      .value("n")
  }

  @Test("Without a factor one step is enough; what was begun and not confirmed does not count")
  func withoutFactor() throws {
    let person = try register()
    _ = try factors(of: person).enrol(named: "Telephone")
    #expect(try logIn()["access_token"] != nil)
  }

  @Test("With a factor the password gives a challenge and no session; a code opens one, once")
  func twoSteps() throws {
    let (_, enrolment, codes) = try enrolled()
    #expect(codes.count == 10 && Set(codes).count == 10)
    let answer = try logIn()
    #expect(answer["mfa_required"] == true && answer["access_token"] == nil && answer["refresh_token"] == nil)
    let challenge = try #require(answer["challenge"]?.string)
    let code = try code(enrolment, at: now)
    #expect(try complete(challenge, ("code", code))["refresh_token"] != nil)
    // Red when the step was not stored.
    #expect(throws: SecondFactorError.wrongCode) { try complete(challenge, ("code", code)) }
    #expect(throws: SecondFactorError.wrongCode) {
      try complete(challenge, ("code", self.code(enrolment, at: now + .seconds(-30))))
    }
    #expect(try events(.secondFactorRefused) == 2)
    let next = now + .seconds(30)
    #expect(
      try complete(challenge, ("code", self.code(enrolment, at: next)), at: next)["access_token"] != nil)
  }

  @Test("A challenge ends after five minutes, with the password, and is nobody else's making")
  func challenges() throws {
    let (person, enrolment, _) = try enrolled()
    let challenge = try challenge()
    let late = now + .seconds(300)
    #expect(throws: SecondFactorError.wrongChallenge) {
      try complete(challenge, ("code", code(enrolment, at: late)), at: late)
    }
    // Another key, another purpose, another letter.
    let other = try FactorBox(keys: Base64.encode(SecureRandom.bytes(32)))
    let answer = try ChallengeAnswer([
      "challenge": .string(challenge), "code": .string(code(enrolment, at: now)),
    ])
    #expect(throws: SecondFactorError.wrongChallenge) {
      try registrar().completeLogIn(answer, other, at: now)
    }
    for text in [
      "cnc_", "cnc_AAAA", challenge + "A", String(challenge.dropLast()), "cnr_" + challenge.dropFirst(4),
    ] {
      #expect(throws: SecondFactorError.wrongChallenge) {
        try complete(text, ("code", code(enrolment, at: now)))
      }
    }
    // Red when the challenge was not bound to the password.
    _ = try credentials(of: person).changePassword(
      PasswordChange(["current_password": .string(Self.password), "new_password": "staple battery"]))
    #expect(throws: SecondFactorError.wrongChallenge) {
      try complete(challenge, ("code", code(enrolment, at: now)))
    }
  }

  @Test("Fifty uses of one recovery code at the same moment open one session")
  func recoveryCodes() async throws {
    let (person, _, codes) = try enrolled()
    let challenge = try challenge()
    let code = codes[3].uppercased().filter { $0 != "-" }
    // From fifty places, since the limit of one place is lower. Red when the code was looked up and not deleted.
    let opened = await withTaskGroup { group in
      for number in 0..<50 {
        group.addTask { (try? complete(challenge, ("recovery_code", code), from: number)) != nil }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(opened == 1)
    #expect(try events(.recoveryCodeUsed) == 1)
    #expect(try factors(of: person).list()["recovery_codes_left"]?.integer == 9)
  }

  @Test("New recovery codes make the old ones useless; without a factor there are none")
  func replacing() throws {
    let (person, enrolment, codes) = try enrolled()
    let challenge = try challenge()
    let fresh = try factors(of: person).replaceCodes()["recovery_codes"]?.array?.compactMap(\.string) ?? []
    #expect(fresh.count == 10 && Set(fresh).isDisjoint(with: codes))
    #expect(throws: SecondFactorError.wrongCode) { try complete(challenge, ("recovery_code", codes[0])) }
    #expect(try complete(challenge, ("recovery_code", fresh[0]))["access_token"] != nil)
    let id = try #require(enrolment["id"]?.string.flatMap { UUID($0) })
    try factors(of: person).remove(id)
    #expect(try factors(of: person).list()["recovery_codes_left"]?.integer == 0)
    #expect(throws: SecondFactorError.none) { try factors(of: person).replaceCodes() }
    #expect(try logIn()["access_token"] != nil)
  }

  @Test("Guessing is refused after a few attempts, and a right code does not help then")
  func guessing() throws {
    let (_, enrolment, _) = try enrolled()
    let challenge = try challenge()
    let right = try code(enrolment, at: now)
    let wrong = right == "000000" ? "000001" : "000000"
    for _ in 0..<5 {
      #expect(throws: SecondFactorError.wrongCode) { try complete(challenge, ("code", wrong)) }
    }
    let refused = #expect(throws: Problem.self) { try complete(challenge, ("code", right)) }
    #expect(refused?.status == 429)
  }

  @Test("A secret is stored sealed, bound to its row; recovery codes as digests")
  func storage() throws {
    let (_, enrolment, codes) = try enrolled()
    let secret = try #require(enrolment["secret"]?.string.flatMap { Base32.decode($0) })
    let admin = database.asAdministrator
    let sealed: Bytes = try admin.only("select secret from second_factor").value("secret")
    #expect(sealed.bytes.count == 1 + 4 + 12 + 20 + 16)
    #expect(!Hex.encode(sealed.bytes).contains(Hex.encode(secret)))
    let stored = try admin.query("select sha256 from recovery_code").map { row in
      let digest: Bytes = try row.value("sha256")
      return digest.bytes
    }
    let bytes = try codes.map { try #require(Base32.decode($0.filter { $0 != "-" })) }
    #expect(bytes.allSatisfy { $0.count * 8 >= 112 })
    #expect(Set(stored) == Set(bytes.map { SHA256.hash($0) }))
    // Moved to another row it cannot be opened.
    try admin.query("update second_factor set id = \(UUID.v7())")
    let challenge = try challenge()
    #expect(throws: CryptographyError.notAuthentic) {
      try complete(challenge, ("code", code(enrolment, at: now)))
    }
  }

  @Test("Who has a factor steps up by it, others by their password")
  func stepUp() throws {
    let person = try register()
    let admin = database.asAdministrator
    func isFresh() throws -> Bool {
      try SessionStore(database.session(.app, person.scope)).isFreshlyAuthenticated(
        person.session, of: person.user)
    }
    func age() throws {
      try admin.query("update user_session set authenticated_at = authenticated_at - interval '601 s'")
    }
    #expect(try isFresh())
    try age()
    #expect(try !isFresh())
    let password = try StepUpProof(["password": .string(Self.password)])
    #expect(throws: Problem.self) {
      try credentials(of: person).stepUp(StepUpProof(["password": "wrong"]), box(), at: now)
    }
    #expect(try !isFresh())
    try credentials(of: person).stepUp(password, box(), at: now)
    #expect(try isFresh())
    let enrolment = try factors(of: person).enrol(named: "Telephone")
    let id = try #require(enrolment["id"]?.string.flatMap { UUID($0) })
    let before = now + .seconds(-60)
    _ = try factors(of: person).confirm(id, code: code(enrolment, at: before), at: before)
    try age()
    #expect(throws: SecondFactorError.required) {
      try credentials(of: person).stepUp(password, box(), at: now)
    }
    #expect(try !isFresh())
    let code = try StepUpProof(["code": .string(code(enrolment, at: now))])
    try credentials(of: person).stepUp(code, box(), at: now)
    #expect(try isFresh())
    #expect(try events(.sessionSteppedUp) == 2)
    // Another session of the same person is not meant.
    let other = AccessToken(
      user: person.user, organization: person.organization, session: .v7(), expiresAt: now)
    let store = SessionStore(database.session(.app, other.scope))
    #expect(try !store.isFreshlyAuthenticated(other.session, of: other.user))
  }

  @Test("Nobody confirms or removes the factor of another")
  func strangers() throws {
    let (ana, eva) = (try register(), try register("eva@example.com"))
    let enrolment = try factors(of: ana).enrol(named: "Telephone")
    let id = try #require(enrolment["id"]?.string.flatMap { UUID($0) })
    let missing = Problem.notFound("second factor")
    #expect(throws: missing) { try factors(of: eva).confirm(id, code: code(enrolment, at: now), at: now) }
    _ = try factors(of: ana).confirm(id, code: code(enrolment, at: now), at: now)
    #expect(throws: missing) { try factors(of: eva).remove(id) }
    #expect(try factors(of: eva).list()["data"]?.array?.isEmpty == true)
    #expect(try logIn()["mfa_required"] == true)
  }

  @Test("The address of the QR code is as authenticator apps read it")
  func keyURL() throws {
    let enrolment = try factors(of: register()).enrol(named: "Telephone")
    let secret = try #require(enrolment["secret"]?.string)
    #expect(secret.count == 32)
    #expect(
      enrolment["otpauth_url"]?.string
        == "otpauth://totp/ClientNest%3Aana%40example.com?secret=\(secret)&issuer=ClientNest"
        + "&algorithm=SHA1&digits=6&period=30")
  }
}
