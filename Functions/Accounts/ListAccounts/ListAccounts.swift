internal import Accounts
internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/accounts
@main struct ListAccounts: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let workspace = try request.queryID("workspace_id")
    let page = try Page(request)
    let accounts = AccountStore(try context.session(member.scope))
    let list = try accounts.list(workspace: workspace, after: page.after, limit: page.probe)
    return page.answer(list.map { ($0.id, $0.json) })
  }
}
