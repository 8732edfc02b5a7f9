package import Audit
package import Core
internal import Cryptography
package import Database
internal import Limits

/// Registering and logging in.
package struct Registrar {
  private let session: Session
  private let store: IdentityStore
  private let sessions: Sessions
  private let origin: Origin
  private let log: AuditLog

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

  /// Takes the same time whether the address is known or not. Repeated failures have to wait.
  package func logIn(_ request: LogInRequest) throws -> JSON {
    let limiter = RateLimiter(session)
    let limits = LogInLimits.attempt(email: request.email, from: origin)
    try limiter.take(limits.all)
    guard let user = try store.findUser(email: request.email) else {
      _ = try PasswordHash(of: request.password)
      throw IdentityError.wrongCredentials
    }
    guard try user.hash.matches(request.password) else {
      try log.record(.sessionRefused, in: user.id, by: nil)
      throw IdentityError.wrongCredentials
    }
    try limiter.clear(limits.ofAccount)
    if !user.hash.isCurrent { try store.updatePassword(of: user.id, try PasswordHash(of: request.password)) }
    return try session.transaction { try sessions.begin(for: user.id, withHome: false) }
  }
}
