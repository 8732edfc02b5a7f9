package import Audit
package import Core
package import Database

/// What a member does with the membership of others, or with their own.
package struct Members {
  private let store: MemberStore
  private let actor: Member
  private let log: AuditLog
  private let notices: SecurityNotices

  /// The session is in a transaction, with the scope of `actor`.
  package init(_ session: Session, by actor: Member, from origin: Origin) {
    store = MemberStore(session)
    self.actor = actor
    log = AuditLog(session, origin)
    notices = SecurityNotices(session, from: origin)
  }

  /// Returns the member as they are now.
  package func changeRole(of user: UUID, to role: Role) throws -> JSON {
    try actor.require(.changeRole)
    let (own, current) = try lock(user)
    try own.requireMaySet(current)
    try own.requireMaySet(role)
    if role != current {
      try store.updateRole(of: user, in: actor.organization, to: role)
      try log.record(
        .memberRoleChanged, in: actor.organization, by: actor.user, on: "member:\(user)",
        before: ["role": .string(current.rawValue)], after: ["role": .string(role.rawValue)])
    }
    guard let member = try store.find(user, in: actor.organization) else { throw Problem.notFound("member") }
    if role != current && role.isAboveAuthor { try tell(of: member, role, user) }
    return member
  }

  /// The one who has the role, and the one in whose name it was given.
  private func tell(of member: JSON, _ role: Role, _ user: UUID) throws {
    try notices.tell(user, .roleGiven(role), in: actor.organization)
    guard user != actor.user else { return }
    let name = member["name"]?.string ?? ""
    try notices.tell(actor.user, .roleSet(role, of: name), in: actor.organization)
  }

  /// Everybody may leave; to remove another takes a permission.
  package func remove(_ user: UUID) throws {
    if user != actor.user || actor.key != nil { try actor.require(.removeMember) }
    let (own, current) = try lock(user)
    if user != actor.user { try own.requireMaySet(current) }
    try store.delete(user, in: actor.organization)
    try log.record(
      .memberRemoved, in: actor.organization, by: actor.user, on: "member:\(user)",
      before: ["role": .string(current.rawValue)])
  }

  /// The roles of the one who acts and of the one acted on, which stay so until the end of the transaction: either
  /// may have changed since the request was let in.
  private func lock(_ user: UUID) throws -> (own: Role, current: Role) {
    try store.lock(actor.organization)
    guard let own = try store.findRole(of: actor.user, in: actor.organization) else {
      throw IdentityError.noOrganization
    }
    guard let current = try store.findRole(of: user, in: actor.organization) else {
      throw Problem.notFound("member")
    }
    return (own, current)
  }
}

extension Role {
  /// Throws unless whoever has this role may give `role` to others, or take it from them.
  func requireMaySet(_ role: Role) throws {
    guard may(.manageMembers) else { throw IdentityError.forbidden(.manageMembers) }
    guard maySet(role) else { throw OrganizationError.ownersOnly }
  }
}

/// What a member is to be.
package struct RoleChange: Sendable {
  package let role: Role

  /// Whether the session has to have proved lately who it is.
  package var isSensitive: Bool { role.isAboveAuthor }

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    role = fields.role("role")
    try fields.finish()
  }
}

extension Fields {
  /// The name of a role.
  package mutating func role(_ name: String) -> Role { word(name, or: .viewer) }
}
