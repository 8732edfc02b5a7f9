internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/workspaces
@main struct ListWorkspaces: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let page = try Page(request)
    let workspaces = WorkspaceStore(try context.session(member.scope))
    return page.answer(try workspaces.list(of: member.organization, after: page.after, limit: page.probe))
  }
}
