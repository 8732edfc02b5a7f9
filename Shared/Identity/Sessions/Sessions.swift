package import Audit
package import Core
internal import Cryptography
package import Database

/// Begins sessions and keeps them going.
package struct Sessions {
  package static let lifetime = Duration.seconds(30 * 24 * 3600)

  private let session: Session
  private let store: SessionStore
  private let signer: TokenSigner
  private let origin: Origin
  private let log: AuditLog

  package init(_ session: Session, signer: TokenSigner, from origin: Origin) {
    self.session = session
    store = SessionStore(session)
    self.signer = signer
    self.origin = origin
    log = AuditLog(session, origin)
  }

  /// Begins a session; the answer of a log-in.
  func begin(for user: UUID) throws -> JSON {
    let id = UUID.v7()
    let key = SecureRandom.bytes(32)
    try store.insert(
      id, user: user, key: key, expiresAt: .now() + Self.lifetime, address: origin.address,
      userAgent: origin.userAgent)
    try log.record(.sessionBegan, in: user, by: user, on: "session:\(id)")
    let stored = StoredSession(user: user, organization: nil, key: key, counter: 0, isFresh: true)
    return try tokens(of: stored, session: id, counter: 0)
  }

  /// Gives new tokens for the newest refresh token. An older one is a sign of theft and ends the session, but
  /// for the last one within seconds: its answer was probably lost on the way.
  package func refresh(_ text: String) throws -> JSON {
    guard let token = RefreshToken(text) else { throw IdentityError.wrongToken }
    let renewed: JSON? = try session.transaction {
      guard let stored = try store.lock(token.session), token.isGenuine(key: stored.key) else { return nil }
      if token.counter == stored.counter {
        try store.advance(token.session)
        return try tokens(of: stored, session: token.session, counter: stored.counter + 1)
      }
      if token.counter == stored.counter - 1 && stored.isFresh {
        return try tokens(of: stored, session: token.session, counter: stored.counter)
      }
      _ = try store.revoke(token.session, of: stored.user)
      try log.record(.sessionTokenReused, in: stored.user, by: nil, on: "session:\(token.session)")
      return nil
    }
    guard let renewed else { throw IdentityError.wrongToken }
    return renewed
  }

  /// Makes the session one of another organization of the person, and gives an access token for it, which is good for as
  /// long as the one that asked. The refresh token stays: an access token, which is good for minutes, must not be worth
  /// one, nor renew itself.
  package func `switch`(_ token: AccessToken, to organization: UUID) throws -> JSON {
    try session.transaction {
      guard let home = try IdentityStore(session: session).findHome(of: token.user, preferring: organization),
        home.organization == organization
      else { throw Problem.notFound("organization") }
      guard try store.setOrganization(token.session, of: token.user, organization) else {
        throw IdentityError.wrongToken
      }
      var json = home.json
      json["user"] = nil
      try addAccess(to: &json, of: home, session: token.session, until: token.expiresAt)
      return .object(json)
    }
  }

  private func tokens(of stored: StoredSession, session id: UUID, counter: Int) throws -> JSON {
    let store = IdentityStore(session: session)
    guard let home = try store.findHome(of: stored.user, preferring: stored.organization) else {
      throw IdentityError.wrongToken
    }
    var json: JSONObject = [:]
    try addAccess(to: &json, of: home, session: id, until: .now() + AccessToken.lifetime)
    json["refresh_token"] = .string(RefreshToken(session: id, counter: counter, key: stored.key).text)
    return .object(json)
  }

  private func addAccess(to json: inout JSONObject, of home: Home, session id: UUID, until end: Instant)
    throws
  {
    let now = Instant.now()
    let access = AccessToken(
      user: home.user, organization: home.organization, session: id, expiresAt: end)
    json["access_token"] = .string(try signer.sign(access, at: now))
    json["expires_in"] = .integer(end.seconds - now.seconds)
    json["token_type"] = "Bearer"
  }
}
