package import Core
internal import Database

/// An open invitation, as the holder of its link sees it.
package struct Invitation: Sendable {
  /// How long the link is good: a week.
  static let lifetime = Duration.seconds(7 * 24 * 3600)

  let id: UUID
  let organization: UUID
  let organizationName: String
  let email: String
  let role: Role
  let inviterName: String
  let inviterRole: Role
  /// Whether the inviter would be refused now, since the organization demands a second factor.
  let inviterLacksFactor: Bool
  /// Whether somebody has an account whose address is verified. An account that is not may be anybody's.
  let hasAccount: Bool

  /// Whether who sent it may still give that role.
  var isGood: Bool { inviterRole.maySet(role) && !inviterLacksFactor }

  init?(_ row: Row) throws {
    guard let role = Role(rawValue: try row.value("role")),
      let inviterRole = Role(rawValue: try row.value("inviter_role"))
    else { return nil }
    self.role = role
    self.inviterRole = inviterRole
    id = try row.value("id")
    organization = try row.value("organization_id")
    organizationName = try row.value("organization_name")
    email = try row.value("email")
    inviterName = try row.value("inviter_name")
    inviterLacksFactor = try row.value("lacks_second_factor")
    hasAccount = try row.value("has_account")
  }
}

/// Who is to be invited, and as what.
package struct InvitationDraft: Sendable {
  let email: String
  let role: Role

  /// Whether the session has to have proved lately who it is.
  package var isSensitive: Bool { role.isAboveAuthor }

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    email = fields.email("email")
    role = fields.role("role")
    try fields.finish()
  }
}
