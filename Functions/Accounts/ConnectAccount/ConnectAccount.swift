internal import Accounts
internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringAccounts

/// POST /v1/accounts/connect/{platform}
@main struct ConnectAccount: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .publicURL] + Setting.platforms

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .manageAccounts)
    var fields = Fields(of: try request.json())
    let workspace = fields.uuid("workspace_id")
    try fields.finish()
    try member.require(.connectAccount)
    let trip = try context.connections().begin(
      platform: request.pathParameter("platform") ?? "", workspace: workspace,
      by: context.beginner(request, member), in: context.session(member.scope))
    return .trip(trip, .connection, request)
  }
}
