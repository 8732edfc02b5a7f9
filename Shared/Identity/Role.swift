/// What a member may do, by role. This table is the only place that says so.
package enum Role: String, Sendable, CaseIterable {
  case owner, admin, manager, author, approver, viewer

  package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

  /// Whether this role may give `role` to others, or take it from them: owners are made by owners only.
  package func maySet(_ role: Role) -> Bool { may(.manageMembers) && (role != .owner || self == .owner) }

  /// Whether it lets its member do what an author may not. Giving such a role outlasts the session that gives it, and what
  /// it allows is more than what members write themselves: an approver lets the posts of others out.
  package var isAboveAuthor: Bool { !permissions.isSubset(of: Self.author.permissions) }

  private var permissions: Set<Permission> {
    switch self {
    case .owner: Set(Permission.allCases)
    case .admin: Set(Permission.allCases).subtracting([.manageBilling])
    case .manager: [.read, .writeOwn, .writeAny, .approve, .publish, .manageAccounts]
    case .author: [.read, .writeOwn, .publish]
    case .approver: [.read, .approve]
    case .viewer: [.read]
    }
  }
}

/// One thing that a member may or may not do.
package enum Permission: String, Sendable, CaseIterable {
  case read
  case writeOwn = "write_own"
  case writeAny = "write_any"
  case approve
  case publish
  case manageAccounts = "manage_accounts"
  case manageMembers = "manage_members"
  case manageBilling = "manage_billing"
  case readAudit = "read_audit"
}
