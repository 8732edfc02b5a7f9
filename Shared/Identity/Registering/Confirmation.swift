internal import Audit
internal import Core
internal import Cryptography
internal import Database

/// Confirming a registration by its link, once.
struct Confirmation {
  private let session: Session
  private let registrations: RegistrationStore
  private let people: IdentityStore
  private let log: AuditLog

  /// The session's role may see every person.
  init(_ session: Session, _ log: AuditLog) {
    self.session = session
    registrations = RegistrationStore(session)
    people = IdentityStore(session: session)
    self.log = log
  }

  /// Makes the person, their organization and a first workspace. Holding the link proves that the address is theirs, and
  /// nothing about the password: somebody else may have registered with the address. So it is given once more, or a new
  /// one, unless `browser`, what the cookie holds, is of the one that registered.
  func confirm(_ registration: OpenRegistration, _ use: LinkUse, in browser: String) throws -> LinkOutcome {
    let hash = try hash(registration, use.password, in: browser)
    do {
      return try session.transaction {
        guard try registrations.delete(registration.id) else { throw IdentityError.wrongLink }
        try insert(registration, hash)
        try registrations.deleteAll(of: registration.email)
        return .registered
      }
    } catch {
      switch error {
      // They were invited, or signed in by a provider, in the meantime.
      case DatabaseError.constraint(.unique, name: "app_user_email_key"): throw IdentityError.emailTaken
      default: throw error
      }
    }
  }

  private func hash(_ registration: OpenRegistration, _ password: String?, in browser: String) throws
    -> PasswordHash
  {
    guard let password else {
      if registration.isOf(browser: browser) { return registration.hash }
      throw Problem.invalid([
        FieldError(
          "/password", "required",
          "Give the password that you registered with, or a new one: this is not the browser that registered."
        )
      ])
    }
    if try registration.hash.matches(password) { return registration.hash }
    try people.refuseCommon(password, at: "/password")
    return try PasswordHash(of: password)
  }

  private func insert(_ registration: OpenRegistration, _ hash: PasswordHash) throws {
    let (user, organization) = (UUID.v7(), UUID.v7())
    try people.insertUser(user, email: registration.email, name: registration.name, hash: hash)
    try people.markVerified(user, email: registration.email)
    try people.insertOrganization(organization, name: registration.organization, owner: user)
    try people.insertWorkspace(
      .v7(), organization: organization, name: registration.organization, timeZone: registration.timeZone)
    try log.record(.userRegistered, in: user, by: user)
    try log.record(.emailVerified, in: user, by: user)
    try log.record(
      .organizationCreated, in: organization, by: user, after: ["name": .string(registration.organization)])
  }
}
