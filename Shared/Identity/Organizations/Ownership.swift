internal import Audit
package import Core
internal import Database

extension Credentials {
  /// Makes another member an owner and `owner`, whose password this is, an admin.
  package func transferOwnership(by owner: Member, to user: UUID, _ proof: PasswordProof) throws {
    try owner.require(.transferOwnership)
    guard owner.role == .owner else { throw OrganizationError.ownersOnly }
    guard user != owner.user else { throw OrganizationError.alreadyOwner }
    try check(proof.password, at: "/password")
    let store = MemberStore(session)
    try session.transaction {
      try store.lock(owner.organization)
      guard try store.findRole(of: owner.user, in: owner.organization) == .owner else {
        throw OrganizationError.ownersOnly
      }
      guard let role = try store.findRole(of: user, in: owner.organization) else {
        throw Problem.notFound("member")
      }
      try store.updateRole(of: user, in: owner.organization, to: .owner)
      try store.updateRole(of: owner.user, in: owner.organization, to: .admin)
      try log.record(
        .ownershipTransferred, in: owner.organization, by: owner.user, on: "member:\(user)",
        before: ["role": .string(role.rawValue)], after: ["role": "owner"])
      try notices.tell(user, .roleGiven(.owner))
      let name = try store.find(user, in: owner.organization)?["name"]?.string ?? ""
      try notices.tell(owner.user, .roleSet(.owner, of: name))
    }
  }
}

/// The password of the one who asks, for what a session alone does not allow.
package struct PasswordProof: Sendable {
  let password: String

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    password = fields.string("password", length: 1...1000)
    try fields.finish()
  }
}
