internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// PATCH /v1/members/{id}
@main struct UpdateMember: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let id = try request.id(of: "member")
    let change = try RoleChange(request.json())
    if change.isSensitive { try context.requireStepUp(request, for: .role) }
    return try context.command(request, by: admin) { session in
      .json(try context.members(session, request, by: admin).changeRole(of: id, to: change.role))
    }
  }
}
