package import Audit
package import Core
internal import Cryptography
package import Database

/// Begins sessions and keeps them going.
package struct Sessions {
  private static let lifetime = Duration.seconds(30 * 24 * 3600)

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
  func begin(for user: UUID, withHome: Bool) throws -> JSON {
    let id = UUID.v7()
    let key = SecureRandom.bytes(32)
    try store.insert(
      id, user: user, key: key, expiresAt: .now() + Self.lifetime, address: origin.address,
      userAgent: origin.userAgent)
    try log.record(.sessionBegan, in: user, by: user, on: "session:\(id)")
    return try tokens(of: user, session: id, key: key, counter: 0, withHome: withHome)
  }

  /// Gives new tokens for the newest refresh token. An older one is a sign of theft and ends the session, but
  /// for the last one within seconds: its answer was probably lost on the way.
  package func refresh(_ text: String) throws -> JSON {
    guard let token = RefreshToken(text) else { throw IdentityError.wrongToken }
    let renewed: JSON? = try session.transaction {
      guard let stored = try store.lock(token.session), token.isGenuine(key: stored.key) else { return nil }
      if token.counter == stored.counter {
        try store.advance(token.session)
        return try tokens(
          of: stored.user, session: token.session, key: stored.key, counter: stored.counter + 1)
      }
      if token.counter == stored.counter - 1 && stored.isFresh {
        return try tokens(of: stored.user, session: token.session, key: stored.key, counter: stored.counter)
      }
      _ = try store.revoke(token.session, of: stored.user)
      try log.record(.sessionTokenReused, in: stored.user, by: nil, on: "session:\(token.session)")
      return nil
    }
    guard let renewed else { throw IdentityError.wrongToken }
    return renewed
  }

  private func tokens(of user: UUID, session id: UUID, key: [UInt8], counter: Int, withHome: Bool = false)
    throws
    -> JSON
  {
    guard let home = try IdentityStore(session: session).findHome(of: user) else {
      throw IdentityError.noOrganization
    }
    let now = Instant.now()
    let access = AccessToken(
      user: user, organization: home.organization, session: id, expiresAt: now + AccessToken.lifetime)
    var json = withHome ? home.json : [:]
    json["access_token"] = .string(try signer.sign(access, at: now))
    json["refresh_token"] = .string(RefreshToken(session: id, counter: counter, key: key).text)
    json["expires_in"] = .integer(AccessToken.lifetime.components.seconds)
    json["token_type"] = "Bearer"
    return .object(json)
  }
}
