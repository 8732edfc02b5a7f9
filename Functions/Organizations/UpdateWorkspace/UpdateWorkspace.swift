internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// PATCH /v1/workspaces/{id}
@main struct UpdateWorkspace: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let id = try request.id(of: "workspace")
    let patch = try WorkspacePatch(request.json())
    return try context.command(request, by: admin) { session in
      .json(try context.administration(session, request, by: admin).updateWorkspace(id, patch))
    }
  }
}
