internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/invitations/{id}
@main struct RevokeInvitation: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let id = try request.id(of: "invitation")
    return try context.command(request, by: admin) { session in
      try context.invitations(session, request, by: admin).revoke(id)
      return .noContent
    }
  }
}
