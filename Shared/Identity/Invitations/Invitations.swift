package import Audit
package import Core
package import Database
internal import Limits
internal import Outbox

/// Inviting people into an organization, and changing one's mind.
package struct Invitations {
  private let session: Session
  private let store: InvitationStore
  private let actor: Member
  private let log: AuditLog
  private let notices: SecurityNotices

  /// The session has the scope of `actor`.
  package init(_ session: Session, by actor: Member, from origin: Origin) {
    self.session = session
    store = InvitationStore(session)
    self.actor = actor
    log = AuditLog(session, origin)
    notices = SecurityNotices(session, from: origin)
  }

  /// Counts one more, so that nobody's mailbox is filled by us. Not to be called in a transaction.
  package func admit(_ draft: InvitationDraft) throws {
    try actor.role.requireMaySet(draft.role)
    try RateLimiter(session).take(LogInLimits.invitation(to: draft.email, of: actor.organization))
  }

  /// Invites the address, again if need be, and returns the invitation.
  package func create(_ draft: InvitationDraft) throws -> JSON {
    try actor.require(.invite)
    guard try !MemberStore(session).contains(email: draft.email, in: actor.organization) else {
      throw OrganizationError.alreadyMember
    }
    let id = UUID.v7()
    guard let invitation = try store.insert(id, draft, by: actor) else { throw OrganizationError.ownersOnly }
    try OutboxStore(session).insert(MailRequest.invitation(id, of: actor.organization))
    try log.record(
      .memberInvited, in: actor.organization, by: actor.user, on: "invitation:\(id)",
      after: ["email": .string(draft.email), "role": .string(draft.role.rawValue)])
    if draft.isSensitive {
      try notices.tell(actor.user, .invited(draft.email, as: draft.role), in: actor.organization)
    }
    return invitation
  }

  package func revoke(_ id: UUID) throws {
    try actor.require(.revokeInvitation)
    guard let role = try store.findRole(of: id, in: actor.organization) else {
      throw Problem.notFound("invitation")
    }
    try actor.role.requireMaySet(role)
    guard try store.delete(id, of: actor.organization) else { throw Problem.notFound("invitation") }
    try log.record(
      .invitationRevoked, in: actor.organization, by: actor.user, on: "invitation:\(id)",
      before: ["role": .string(role.rawValue)])
  }
}
