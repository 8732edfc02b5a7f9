internal import Identity
internal import Inbox
internal import LambdaRuntime
internal import Wiring

/// GET /v1/comments
@main struct ListComments: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let workspace = try request.queryID("workspace_id")
    let page = try Page(request)
    let comments = CommentStore(try context.session(member.scope))
    return page.answer(try comments.list(workspace: workspace, before: page.after, limit: page.probe))
  }
}
