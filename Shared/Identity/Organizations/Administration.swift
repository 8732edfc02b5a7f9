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

  /// Returns the organization as it is now. Whoever demands a second factor has to have one: they would be the first to be
  /// kept out.
  package func update(_ change: OrganizationChange) throws -> JSON {
    try actor.require(.changeOrganization)
    let organizations = OrganizationStore(session)
    guard let before = try organizations.lock(actor.organization) else {
      throw Problem.notFound("organization")
    }
    if let name = change.name {
      try organizations.updateName(of: actor.organization, to: name)
      try log.record(
        .organizationRenamed, in: actor.organization, by: actor.user, before: ["name": .string(before.name)],
        after: ["name": .string(name)])
    }
    if let demand = change.requiresSecondFactor, demand != before.requiresSecondFactor {
      try demandSecondFactor(demand)
    }
    return [
      "id": JSON(describing: actor.organization), "name": .string(change.name ?? before.name),
      "requires_second_factor": .bool(change.requiresSecondFactor ?? before.requiresSecondFactor),
    ]
  }

  private func demandSecondFactor(_ demand: Bool) throws {
    guard try !demand || SecondFactorStore(session).hasConfirmed(of: actor.user) else {
      throw SecondFactorError.none
    }
    try OrganizationStore(session).updateDemand(of: actor.organization, to: demand)
    try log.record(
      .organizationSecurityChanged, in: actor.organization, by: actor.user,
      before: ["requires_second_factor": .bool(!demand)], after: ["requires_second_factor": .bool(demand)])
  }

  package func createWorkspace(_ draft: OrganizationDraft) throws -> JSON {
    try actor.require(.createWorkspace)
    let id = UUID.v7()
    let draft = try draft.inKnownZone(session)
    let workspace = try store.insert(id, of: actor.organization, name: draft.name, timeZone: draft.timeZone)
    try log.record(
      .workspaceCreated, in: actor.organization, by: actor.user, on: "workspace:\(id)", after: workspace)
    return workspace
  }

  package func updateWorkspace(_ id: UUID, _ patch: WorkspacePatch) throws -> JSON {
    try actor.require(.changeWorkspace)
    guard let before = try store.lock(id, of: actor.organization) else { throw Problem.notFound("workspace") }
    let after = try store.update(id, of: actor.organization, try patch.inKnownZone(session))
    try log.record(
      .workspaceChanged, in: actor.organization, by: actor.user, on: "workspace:\(id)", before: before,
      after: after)
    return after
  }
}

/// What is to be changed of an organization; nil stays as it is.
package struct OrganizationChange: Sendable {
  let name: String?
  let requiresSecondFactor: Bool?

  /// Whether the session has to have proved lately who it is.
  package var isSensitive: Bool { requiresSecondFactor != nil }

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    name = fields.optionalName("name")
    requiresSecondFactor = fields.optionalBool("requires_second_factor")
    if name == nil && requiresSecondFactor == nil && fields.errors.isEmpty {
      fields.complain("name", "required", "Give a name, or whether a second factor is required.")
    }
    try fields.finish()
  }
}
