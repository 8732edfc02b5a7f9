internal import Core
internal import Identity
internal import Testing

@Suite("What an act takes") struct ActTableTests {
  /// Written out a second time on purpose: of what has an author for another's, of the rest as it is.
  private static let table: [Act: Set<Permission>] = [
    .see: [.read], .composePost: [.writeOwn], .changePost: [.writeAny], .deletePost: [.writeAny],
    .cancelPost: [.writeAny], .schedule: [.publish, .writeAny], .changePlanned: [.publish, .writeAny],
    .retryDelivery: [.publish, .writeAny], .resolveDelivery: [.publish, .writeAny],
    .takeDown: [.publish, .writeAny], .takeDownUnconfirmed: [.publish, .writeAny], .uploadMedia: [.writeOwn],
    .describeMedia: [.writeAny], .deleteMedia: [.writeAny], .connectAccount: [.manageAccounts],
    .checkAccount: [.manageAccounts], .disconnectAccount: [.manageAccounts], .invite: [.manageMembers],
    .revokeInvitation: [.manageMembers], .changeRole: [.manageMembers], .removeMember: [.manageMembers],
    .transferOwnership: [.manageMembers], .changeOrganization: [.manageMembers],
    .createWorkspace: [.manageMembers], .changeWorkspace: [.manageMembers], .makeKey: [.manageMembers],
    .rotateKey: [.manageMembers], .revokeKey: [.manageMembers], .seeAudit: [.readAudit],
    .exportOrganization: [.read], .eraseOrganization: [.read],
  ]

  @Test("Of what is nobody's, or another's", arguments: Act.allCases) func others(_ act: Act) throws {
    #expect(Set(act.permissions(toOwn: false)) == Self.table[act])
  }

  @Test(
    "Of one's own, write_own is enough to change it, but not to publish or to act on what may be another's")
  func own() {
    for act in Act.allCases where act.hasOwner {
      let needed = Set(act.permissions(toOwn: true))
      #expect(needed.contains(.writeOwn))
      #expect(needed.contains(.writeAny) == (act == .takeDownUnconfirmed))
    }
  }

  @Test("A member is refused by their role, a key by its scopes, for each of the permissions") func refusals()
  {
    let (ana, eva) = (UUID.v7(), UUID.v7())
    func member(_ role: Role, _ scopes: Set<Permission>? = nil) -> Member {
      let key = scopes.map { KeyRights(id: .v7(), scopes: $0, workspaces: nil) }
      return Member(user: ana, organization: .v7(), role: role, key: key)
    }
    #expect(throws: IdentityError.forbidden(.publish)) { try member(.viewer).require(.schedule, of: ana) }
    #expect(throws: IdentityError.forbidden(.writeAny)) { try member(.author).require(.schedule, of: eva) }
    #expect(throws: IdentityError.missingScope(.publish)) {
      try member(.owner, [.read, .writeOwn]).require(.schedule, of: ana)
    }
    #expect(throws: IdentityError.missingScope(.writeAny)) {
      try member(.owner, [.writeOwn, .publish]).require(.changePost, of: eva)
    }
    #expect(throws: Never.self) { try member(.author).require(.schedule, of: ana) }
  }
}
