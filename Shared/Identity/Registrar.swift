package import Audit
package import Core
internal import Cryptography
package import Database
internal import Limits

/// Registering and logging in.
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

  /// Makes the person, their organization and a first workspace, logs them in, and sends a link that verifies the
  /// address.
  ///
  /// With a `key` that made a person before, nothing is made: the same person is logged in again.
  package func register(_ registration: Registration, key: String?) throws -> JSON {
    try RateLimiter(session).take(LogInLimits.registration(from: origin))
    try store.refuseCommon(registration.password, at: "/password")
    if let key, let made = try store.findUser(registrationKey: key) {
      guard made.email == registration.email, try made.hash.matches(registration.password) else {
        throw IdentityError.keyReused
      }
      // A repeated registration must not go past the second factor.
      guard try !SecondFactorStore(session).hasConfirmed(of: made.id) else { throw IdentityError.emailTaken }
      return try session.transaction { try sessions.begin(for: made.id, withHome: true) }
    }
    let hash = try PasswordHash(of: registration.password)
    do {
      return try session.transaction { try insert(registration, hash, key: key) }
    } catch {
      switch error {
      case DatabaseError.constraint(.unique, name: "app_user_email_key"): throw IdentityError.emailTaken
      case DatabaseError.constraint(.unique, name: "app_user_registration_key_key"):
        return try register(registration, key: key)
      case DatabaseError.refused(sqlState: "22023", _): throw IdentityError.unknownTimeZone
      default: throw error
      }
    }
  }

  private func insert(_ registration: Registration, _ hash: PasswordHash, key: String?) throws -> JSON {
    let user = UUID.v7()
    let organization = UUID.v7()
    try store.insertUser(
      user, email: registration.email, name: registration.name, hash: hash, key: key)
    try store.insertOrganization(organization, name: registration.organization, owner: user)
    try store.insertWorkspace(
      .v7(), organization: organization, name: registration.organization, timeZone: registration.timeZone)
    try log.record(.userRegistered, in: user, by: user)
    try log.record(
      .organizationCreated, in: organization, by: user, after: ["name": .string(registration.organization)])
    try MailedLinkStore(session).request(.verifyEmail(user))
    return try sessions.begin(for: user, withHome: true)
  }

  /// Begins a session, or, for who has a second factor, answers the challenge that `completeLogIn` takes.
  ///
  /// Takes the same time whether the address is known or not. Repeated failures have to wait.
  package func logIn(_ request: LogInRequest, _ box: FactorBox, at now: Instant = .now()) throws -> JSON {
    let limiter = RateLimiter(session)
    let limits = LogInLimits.attempt(email: request.email, from: origin)
    try limiter.take(limits.all)
    guard let user = try store.findUser(email: request.email), let known = user.hash else {
      _ = try PasswordHash(of: request.password)
      throw IdentityError.wrongCredentials
    }
    guard try known.matches(request.password) else {
      try log.record(.sessionRefused, in: user.id, by: nil)
      throw IdentityError.wrongCredentials
    }
    try limiter.clear(limits.ofAccount)
    let hash = known.isCurrent ? known : try PasswordHash(of: request.password)
    if hash != known { try store.updatePassword(of: user.id, hash) }
    if try SecondFactorStore(session).hasConfirmed(of: user.id) {
      return try challenge(user.id, hash, box, at: now)
    }
    return try session.transaction { try sessions.begin(for: user.id, withHome: false) }
  }
}
