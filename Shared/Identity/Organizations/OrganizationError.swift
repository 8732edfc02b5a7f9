package import Core

/// Why the members of an organization stay as they are.
package enum OrganizationError: ProblemConvertible, Equatable {
  /// An admin tried to make, change or remove an owner.
  case ownersOnly
  case lastOwner
  /// The address that was invited belongs to a member.
  case alreadyMember
  /// Ownership was to be transferred to the one who has it.
  case alreadyOwner

  package var problem: Problem {
    switch self {
    case .ownersOnly: Problem(403, "owners_only", "Only an owner can do this.")
    case .lastOwner:
      Problem(409, "last_owner", "An organization has at least one owner. Make someone else an owner first.")
    case .alreadyMember: Problem(409, "already_member", "Whoever has this address is a member already.")
    case .alreadyOwner: Problem(409, "already_owner", "You own the organization already.")
    }
  }
}
