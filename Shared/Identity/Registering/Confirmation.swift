internal import Audit
internal import Core
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

  /// Makes the person, their organization and a first workspace. Holding the link proves that the address is theirs.
  func confirm(_ registration: OpenRegistration) throws -> LinkOutcome {
    do {
      return try session.transaction {
        guard try registrations.delete(registration.id) else { throw IdentityError.wrongLink }
        try insert(registration)
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

  private func insert(_ registration: OpenRegistration) throws {
    let (user, organization) = (UUID.v7(), UUID.v7())
    try people.insertUser(
      user, email: registration.email, name: registration.name, hash: registration.hash)
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
