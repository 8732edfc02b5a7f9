internal import Identity
internal import Testing

@Suite("What a member may do follows from the role") struct RoleTests {
  /// The whole matrix, written out a second time on purpose.
  private static let table: [Role: [Permission]] = [
    .owner: [
      .read, .writeOwn, .writeAny, .approve, .publish, .manageAccounts, .manageMembers, .manageBilling,
      .readAudit,
    ],
    .admin: [.read, .writeOwn, .writeAny, .approve, .publish, .manageAccounts, .manageMembers, .readAudit],
    .manager: [.read, .writeOwn, .writeAny, .approve, .publish, .manageAccounts],
    .author: [.read, .writeOwn, .publish],
    .approver: [.read, .approve],
    .viewer: [.read],
  ]

  @Test("The permission matrix", arguments: Role.allCases, Permission.allCases)
  func matrix(_ role: Role, _ permission: Permission) throws {
    let allowed = try #require(Self.table[role])
    #expect(role.may(permission) == allowed.contains(permission))
  }

  @Test("Above author is what lets its member do what an author may not", arguments: Role.allCases)
  func aboveAuthor(_ role: Role) {
    #expect(role.isAboveAuthor == ![.author, .viewer].contains(role))
  }

  @Test("Names are as the database and the API have them") func names() {
    #expect(Role.allCases.map(\.rawValue) == ["owner", "admin", "manager", "author", "approver", "viewer"])
    #expect(Permission.writeOwn.rawValue == "write_own")
    #expect(Role(rawValue: "root") == nil)
  }
}
