package import Audit
package import Core
internal import Cryptography
package import Database
internal import Limits

/// Logging in.
package struct Registrar {
  let session: Session
  let store: IdentityStore
  let sessions: Sessions
  let origin: Origin
  let log: AuditLog

  /// The session's role may see every person and session.
  package init(_ session: Session, signer: TokenSigner, from origin: Origin) {
    self.session = session
    store = IdentityStore(session: session)
    sessions = Sessions(session, signer: signer, from: origin)
    self.origin = origin
    log = AuditLog(session, origin)
  }

  /// Begins a session, or, for who has a second factor, answers the challenge that `completeLogIn` takes.
  ///
  /// Takes the same time whether the address is known or not. Repeated failures have to wait.
  package func logIn(_ request: LogInRequest, _ box: FactorBox, at now: Instant = .now()) throws -> JSON {
    let limiter = RateLimiter(session)
    let limits = LogInLimits.attempt(email: request.email, from: origin)
    try limiter.take(limits.all)
    guard let user = try store.findUser(email: request.email), let known = user.hash else {
      try PasswordHash.pass(request.password)
      throw IdentityError.wrongCredentials
    }
    guard let match = try known.match(request.password) else {
      try log.record(.sessionRefused, in: user.id, by: nil)
      throw IdentityError.wrongCredentials
    }
    try limiter.clear(limits.ofAccount)
    if !known.isCurrent || match == .asTyped {
      try store.updatePassword(of: user.id, try PasswordHash(of: request.password))
    }
    if try SecondFactorStore(session).hasConfirmed(of: user.id) {
      return try challenge(user.id, box, at: now)
    }
    return try session.transaction { try sessions.begin(for: user.id) }
  }
}
