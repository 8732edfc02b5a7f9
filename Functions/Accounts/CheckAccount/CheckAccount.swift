internal import Accounts
internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringAccounts

/// POST /v1/accounts/{id}/check
@main struct CheckAccount: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .publicURL] + Setting.platforms

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .manageAccounts)
    let id = try request.id(of: "account")
    let keeper = try context.accountKeeper(try context.session(member.scope))
    return .json(try keeper.check(id, by: member).json)
  }
}
