package import Core

/// What an API key narrows the rights of the member to who made it.
package struct KeyRights: Sendable, Equatable {
  package let id: UUID
  let scopes: Set<Permission>
  /// The only workspaces it reaches; nil for all of the organization.
  let workspaces: [UUID]?

  package init(id: UUID, scopes: Set<Permission>, workspaces: [UUID]?) {
    self.id = id
    self.scopes = scopes
    self.workspaces = workspaces
  }
}

extension Permission {
  /// What a key can be given. Who belongs to the organization, and what it pays, is for persons: a key that leaked must
  /// not be able to let others in.
  package static let scopes = allCases.filter { $0 != .manageMembers && $0 != .manageBilling }
}
