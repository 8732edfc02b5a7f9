internal import Audit
internal import Core
internal import Cryptography
internal import Database

/// Accepting an invitation by its link, once.
struct Acceptance {
  private let session: Session
  private let invitations: InvitationStore
  private let people: IdentityStore
  private let log: AuditLog

  /// The session's role may see every person.
  init(_ session: Session, _ log: AuditLog) {
    self.session = session
    invitations = InvitationStore(session)
    people = IdentityStore(session: session)
    self.log = log
  }

  /// Whoever has an account with the address, verified, becomes a member. For anybody else `use` holds the name and the
  /// password of the account that is made. Holding the link proves that the address is theirs.
  func accept(_ invitation: Invitation, _ use: LinkUse) throws -> LinkOutcome {
    // Hashed before anything is locked: it takes a quarter of a second.
    let newcomer = invitation.hasAccount ? nil : try use.newcomer(people)
    do {
      return try session.transaction {
        guard let open = try invitations.findOpen(invitation.id),
          try invitations.delete(open.id, of: open.organization)
        else { throw IdentityError.wrongLink }
        try join(open, try findOrInsertUser(open, newcomer))
        return .organizationJoined
      }
    } catch {
      switch error {
      // They registered in the meantime.
      case DatabaseError.constraint(.unique, name: "app_user_email_key"):
        guard let again = try invitations.findOpen(invitation.id) else { throw IdentityError.wrongLink }
        return try accept(again, use)
      default: throw error
      }
    }
  }

  private func findOrInsertUser(_ invitation: Invitation, _ newcomer: Newcomer?) throws -> UUID {
    let known = try people.findUser(email: invitation.email)?.id
    if let known, try people.findCredentials(of: known)?.isVerified == true { return known }
    // Without a newcomer somebody had the address a moment ago and changed it.
    guard let newcomer else { throw IdentityError.wrongLink }
    if let known {
      try takeOver(known, newcomer)
      return known
    }
    let user = UUID.v7()
    try people.insertUser(user, email: invitation.email, name: newcomer.name, hash: newcomer.hash)
    try log.record(.userRegistered, in: user, by: user)
    return user
  }

  /// Somebody registered with the address and never showed that it is theirs. Were the account let in as it is, they
  /// would come in by their password and sessions.
  private func takeOver(_ user: UUID, _ newcomer: Newcomer) throws {
    try people.updateName(of: user, to: newcomer.name)
    try people.updatePassword(of: user, newcomer.hash)
    try SquattedAccount(session, log).clear(user)
    let ended = try SessionStore(session).revokeAll(of: user)
    try log.record(.passwordReset, in: user, by: user, after: ["ended_sessions": JSON(ended)])
  }

  private func join(_ invitation: Invitation, _ user: UUID) throws {
    try people.markVerified(user, email: invitation.email)
    guard
      try MemberStore(session).insert(user, in: invitation.organization, as: invitation.role)
    else { return }
    try log.record(
      .memberJoined, in: invitation.organization, by: user, on: "member:\(user)",
      after: ["email": .string(invitation.email), "role": .string(invitation.role.rawValue)])
  }
}

/// A person who is made by accepting.
struct Newcomer {
  let name: String
  let hash: PasswordHash
}

extension LinkUse {
  fileprivate func newcomer(_ people: IdentityStore) throws -> Newcomer {
    var errors: [FieldError] = []
    if name == nil { errors.append(FieldError("/name", "required", "This field is required.")) }
    if password == nil { errors.append(FieldError("/password", "required", "This field is required.")) }
    guard let name, let password else { throw Problem.invalid(errors) }
    try people.refuseCommon(password, at: "/password")
    return Newcomer(name: name, hash: try PasswordHash(of: password))
  }
}
