internal import Core
internal import Database
internal import OpenID

/// People at issuers, and browsers on their way there.
struct SignInStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  func insertAttempt(_ attempt: SignInAttempt, state: [UInt8], browser: [UInt8]) throws {
    try session.query(
      """
      insert into sign_in_attempt (state_sha256, browser_sha256, provider, nonce, code_verifier, user_id, session_id)
      values (\(Bytes(state)), \(Bytes(browser)), \(attempt.provider), \(attempt.nonce), \(attempt.verifier),
        \(attempt.user), \(attempt.session))
      """)
  }

  /// Takes the attempt away: a second return with the same state finds nothing. Nil also when it is too old, or of another
  /// browser, which leaves it to the one that began.
  func takeAttempt(state: [UInt8], provider: String, browser: [UInt8]) throws -> SignInAttempt? {
    let row = try session.first(
      """
      delete from sign_in_attempt where state_sha256 = \(Bytes(state)) and provider = \(provider)
        and browser_sha256 = \(Bytes(browser))
      returning nonce, code_verifier, user_id, session_id,
        expires_at > clock_timestamp() as is_valid
      """)
    guard let row, try row.value("is_valid") else { return nil }
    return SignInAttempt(
      provider: provider, nonce: try row.value("nonce"), verifier: try row.value("code_verifier"),
      user: try row.optional("user_id"), session: try row.optional("session_id"))
  }

  func findUser(_ identity: OpenIDIdentity) throws -> UUID? {
    try session.first(
      "select user_id from sign_in where issuer = \(identity.issuer) and subject = \(identity.subject)"
    )?.value("user_id")
  }

  func insert(_ identity: OpenIDIdentity, at provider: String, of user: UUID) throws {
    try session.query(
      """
      insert into sign_in (issuer, subject, user_id, provider, email)
      values (\(identity.issuer), \(identity.subject), \(user), \(provider), \(identity.email))
      """)
  }

  /// The address may be another one by now.
  func markUsed(_ identity: OpenIDIdentity) throws {
    try session.query(
      """
      update sign_in set used_at = clock_timestamp(), email = \(identity.email)
      where issuer = \(identity.issuer) and subject = \(identity.subject)
      """)
  }

  func list(of user: UUID) throws -> [JSON] {
    try session.query(
      "select provider, email, created_at, used_at from sign_in where user_id = \(user) order by provider"
    ).map { row in
      let (createdAt, usedAt): (Instant, Instant) = (try row.value("created_at"), try row.value("used_at"))
      return [
        "provider": .string(try row.value("provider")), "email": JSON(try row.optional("email") as String?),
        "created_at": JSON(describing: createdAt), "used_at": JSON(describing: usedAt),
      ]
    }
  }

  /// Returns the address there, or nil when the person has none at the provider.
  func delete(_ provider: String, of user: UUID) throws -> JSON? {
    try session.first(
      "delete from sign_in where user_id = \(user) and provider = \(provider) returning email"
    ).map { JSON(try $0.optional("email") as String?) }
  }

  func deleteAll(of user: UUID) throws -> Int {
    try session.query("delete from sign_in where user_id = \(user) returning provider").count
  }

  func exists(of user: UUID, at provider: String) throws -> Bool {
    try session.first("select from sign_in where user_id = \(user) and provider = \(provider)") != nil
  }

  func exists(of user: UUID) throws -> Bool {
    try session.first("select from sign_in where user_id = \(user) limit 1") != nil
  }
}

/// A trip to an issuer and back.
struct SignInAttempt {
  let provider: String
  let nonce: String
  /// PKCE's (RFC 7636).
  let verifier: String
  /// Who links, and in which session; nil for who signs in.
  let user: UUID?
  let session: UUID?
}
