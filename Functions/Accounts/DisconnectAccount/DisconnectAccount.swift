internal import Accounts
internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringAccounts

/// DELETE /v1/accounts/{id}
@main struct DisconnectAccount: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .publicURL] + Setting.platforms

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .manageAccounts)
    let id = try request.id(of: "account")
    let force = try request.queryFlag("force")
    let keeper = try context.accountKeeper(try context.session(member.scope))
    try keeper.disconnect(id, force: force, by: member, context.auditLog(request, member.scope))
    return .noContent
  }
}
