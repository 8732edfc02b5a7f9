package import Audit
package import Core
package import Database

/// What an administrator changes about the organization and its workspaces.
package struct Administration {
  private let session: Session
  private let store: WorkspaceStore
  private let actor: Member
  private let log: AuditLog

  /// The session is in a transaction, with the scope of `actor`.
  package init(_ session: Session, by actor: Member, from origin: Origin) {
    self.session = session
    store = WorkspaceStore(session)
    self.actor = actor
    log = AuditLog(session, origin)
  }

  /// Returns the organization as it is now.
  package func rename(_ change: NameChange) throws -> JSON {
    let organizations = OrganizationStore(session)
    guard let before = try organizations.lockName(of: actor.organization) else {
      throw Problem.notFound("organization")
    }
    try organizations.updateName(of: actor.organization, to: change.name)
    try log.record(
      .organizationRenamed, in: actor.organization, by: actor.user, before: ["name": .string(before)],
      after: ["name": .string(change.name)])
    return ["id": JSON(describing: actor.organization), "name": .string(change.name)]
  }

  package func createWorkspace(_ draft: OrganizationDraft) throws -> JSON {
    let id = UUID.v7()
    let workspace = try refusingUnknownTimeZone {
      try store.insert(id, of: actor.organization, name: draft.name, timeZone: draft.timeZone)
    }
    try log.record(
      .workspaceCreated, in: actor.organization, by: actor.user, on: "workspace:\(id)", after: workspace)
    return workspace
  }

  package func updateWorkspace(_ id: UUID, _ patch: WorkspacePatch) throws -> JSON {
    guard let before = try store.lock(id, of: actor.organization) else { throw Problem.notFound("workspace") }
    let after = try refusingUnknownTimeZone { try store.update(id, of: actor.organization, patch) }
    try log.record(
      .workspaceChanged, in: actor.organization, by: actor.user, on: "workspace:\(id)", before: before,
      after: after)
    return after
  }

  private func refusingUnknownTimeZone(_ body: () throws -> JSON) throws -> JSON {
    do {
      return try body()
    } catch {
      switch error {
      case DatabaseError.refused(sqlState: "22023", _): throw IdentityError.unknownTimeZone
      default: throw error
      }
    }
  }
}

/// A new name.
package struct NameChange: Sendable {
  let name: String

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    name = fields.string("name", length: 1...200)
    try fields.finish()
  }
}
