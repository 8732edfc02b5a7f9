internal import Accounts
internal import Core
internal import Identity
internal import LambdaRuntime
internal import Platforms
internal import Wiring
internal import WiringAccounts

/// GET /v1/accounts/{id}/options
@main struct ListAccountOptions: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .publicURL] + Setting.platforms

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let author = try context.member(request, may: .writeOwn)
    let id = try request.id(of: "account")
    let keeper = try context.accountKeeper(try context.session(author.scope))
    let options = try keeper.choices(id, organization: author.organization)
    return .json(["data": .array(options.map(\.json))])
  }
}
