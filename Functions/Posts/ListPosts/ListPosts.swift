internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Wiring

/// GET /v1/posts
@main struct ListPosts: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let workspace = try request.queryID("workspace_id")
    let state = try PostState(filter: request.queryParameter("state"))
    let page = try Page(request)
    let posts = PostStore(try context.session(member.scope))
    let list = try posts.list(workspace: workspace, state: state, before: page.after, limit: page.probe)
    return page.answer(list.map { ($0.id, $0.json) })
  }
}
