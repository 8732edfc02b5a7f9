package import Core

/// Everything that a permission guards. A feature asks for an act where it is done, so that it does not matter by which route
/// somebody comes to it; what a function asks for in its first line only spares work.
///
/// The API description names the acts of each operation (`x-acts`). A test drives every act by every route that names it.
package enum Act: String, Sendable, CaseIterable {
  /// Seeing what is the organization's.
  case see

  // Posts and their deliveries.
  case composePost = "compose_post"
  case changePost = "change_post"
  case deletePost = "delete_post"
  case cancelPost = "cancel_post"
  /// Giving deliveries a time, be it now: what takes them out of `draft`.
  case schedule
  /// Changing what goes out at a time that it has: something new is published by it.
  case changePlanned = "change_planned"
  case retryDelivery = "retry_delivery"
  case resolveDelivery = "resolve_delivery"
  case takeDown = "take_down"
  /// Taking down what a person says is the delivery, and no platform has confirmed: it may be anything on the account.
  case takeDownUnconfirmed = "take_down_unconfirmed"

  // Files.
  case uploadMedia = "upload_media"
  case describeMedia = "describe_media"
  case deleteMedia = "delete_media"

  // Accounts.
  case connectAccount = "connect_account"
  case checkAccount = "check_account"
  case disconnectAccount = "disconnect_account"

  // Who belongs to the organization, and what it is.
  case invite
  case revokeInvitation = "revoke_invitation"
  case changeRole = "change_role"
  case removeMember = "remove_member"
  case transferOwnership = "transfer_ownership"
  case changeOrganization = "change_organization"
  case createWorkspace = "create_workspace"
  case changeWorkspace = "change_workspace"
  case makeKey = "make_key"
  case rotateKey = "rotate_key"
  case revokeKey = "revoke_key"
  case seeAudit = "see_audit"
  case exportOrganization = "export_organization"
  case eraseOrganization = "erase_organization"

  /// What it takes, whatever it is done to.
  package var permissions: [Permission] {
    switch self {
    case .see, .exportOrganization, .eraseOrganization: [.read]
    case .composePost, .uploadMedia: [.writeOwn]
    case .changePost, .deletePost, .cancelPost, .describeMedia: []
    case .schedule, .changePlanned, .retryDelivery, .resolveDelivery, .takeDown: [.publish]
    case .takeDownUnconfirmed: [.publish, .writeAny]
    case .deleteMedia: [.writeAny]
    case .connectAccount, .checkAccount, .disconnectAccount: [.manageAccounts]
    case .invite, .revokeInvitation, .changeRole, .removeMember, .transferOwnership, .changeOrganization,
      .createWorkspace, .changeWorkspace, .makeKey, .rotateKey, .revokeKey:
      [.manageMembers]
    case .seeAudit: [.readAudit]
    }
  }

  /// Whether what it is done to is somebody's: to change one's own takes `write_own`, another's `write_any`.
  package var hasOwner: Bool {
    switch self {
    case .changePost, .deletePost, .cancelPost, .schedule, .changePlanned, .retryDelivery, .resolveDelivery,
      .takeDown, .takeDownUnconfirmed, .describeMedia:
      true
    default: false
    }
  }

  /// Whether it is an owner's only, whatever the table of permissions says.
  package var isForOwners: Bool {
    switch self {
    case .exportOrganization, .eraseOrganization, .transferOwnership: true
    default: false
    }
  }

  /// What it takes when it is done to one's own, or to another's.
  package func permissions(toOwn: Bool) -> [Permission] {
    permissions + (hasOwner ? [toOwn ? .writeOwn : .writeAny] : [])
  }
}

extension Member {
  /// Throws unless this member may do it, by their role and by the key's scopes.
  package func require(_ act: Act) throws(IdentityError) {
    for permission in act.permissions { try require(permission) }
  }

  /// The same of something that `owner` made.
  package func require(_ act: Act, of owner: UUID) throws(IdentityError) {
    for permission in act.permissions(toOwn: owner == user) { try require(permission) }
  }
}
