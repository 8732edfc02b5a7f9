/// What can happen. The names are stable: people filter by them.
package enum AuditAction: String, Sendable, CaseIterable {
  case userRegistered = "user.registered"
  case sessionBegan = "session.began"
  case sessionRefused = "session.refused"
  case sessionEnded = "session.ended"
  /// An old refresh token was used: somebody has a copy of it.
  case sessionTokenReused = "session.token_reused"
  case passwordChanged = "password.changed"
  case passwordReset = "password.reset"
  case emailVerified = "email.verified"
  case emailChangeRequested = "email.change_requested"
  case emailChanged = "email.changed"
  case organizationCreated = "organization.created"
  case organizationRenamed = "organization.renamed"
  case ownershipTransferred = "ownership.transferred"
  case memberInvited = "member.invited"
  case invitationRevoked = "invitation.revoked"
  case memberJoined = "member.joined"
  case memberRoleChanged = "member.role_changed"
  case memberRemoved = "member.removed"
  case workspaceCreated = "workspace.created"
  case workspaceChanged = "workspace.changed"
}
