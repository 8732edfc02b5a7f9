internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/workspaces
@main struct CreateWorkspace: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let draft = try OrganizationDraft(request.json())
    return try context.command(request, by: admin) { session in
      .json(try context.administration(session, request, by: admin).createWorkspace(draft), status: 201)
    }
  }
}
