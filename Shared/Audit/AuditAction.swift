/// What can happen. The names are stable: people filter by them.
package enum AuditAction: String, Sendable, CaseIterable {
  /// The first word of a trail whose organization or person was there before it.
  case trailBegun = "trail.begun"
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
  /// The secret of an authenticator app was made; it does not count yet.
  case secondFactorBegun = "second_factor.begun"
  case secondFactorAdded = "second_factor.added"
  case secondFactorRemoved = "second_factor.removed"
  /// A wrong code was given for one.
  case secondFactorRefused = "second_factor.refused"
  case recoveryCodesReplaced = "recovery_codes.replaced"
  case recoveryCodeUsed = "recovery_code.used"
  /// Somebody in the session has proved once more who they are.
  case sessionSteppedUp = "session.stepped_up"
  /// A provider may log the person in from now on.
  case signInLinked = "sign_in.linked"
  case signInUnlinked = "sign_in.unlinked"
  case organizationCreated = "organization.created"
  case organizationRenamed = "organization.renamed"
  /// What it demands of its members.
  case organizationSecurityChanged = "organization.security_changed"
  case ownershipTransferred = "ownership.transferred"
  case memberInvited = "member.invited"
  case invitationRevoked = "invitation.revoked"
  case memberJoined = "member.joined"
  case memberRoleChanged = "member.role_changed"
  case memberRemoved = "member.removed"
  case workspaceCreated = "workspace.created"
  case workspaceChanged = "workspace.changed"
  case accountConnected = "account.connected"
  case accountDisconnected = "account.disconnected"
  /// It was not published within the time that its workspace allows.
  case deliveryMissed = "delivery.missed"
  /// Its access ends soon and cannot be renewed without a person.
  case accountAccessEnding = "account.access_ending"
  /// What is due within minutes would fail as things are.
  case deliveryAtRisk = "delivery.at_risk"
  case apiKeyCreated = "api_key.created"
  case apiKeyRotated = "api_key.rotated"
  case apiKeyRevoked = "api_key.revoked"
  case secretsResealed = "secrets.resealed"
  case consentGiven = "consent.given"
  case consentWithdrawn = "consent.withdrawn"
  case exportRequested = "export.requested"
  case exportDownloaded = "export.downloaded"
  case erasureRequested = "erasure.requested"
  case erasureCancelled = "erasure.cancelled"
  case erasureDone = "erasure.done"
}
