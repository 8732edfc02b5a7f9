internal import Accounts
internal import Core
internal import LambdaRuntime
internal import Wiring
internal import WiringAccounts

/// POST /v1/accounts/choices/{token}
@main struct ChooseAccounts: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .publicURL] + Setting.platforms

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let connections = try context.connections()
    let trip = try connections.trip(choosing: request.pathParameter("token") ?? "")
    let ids = try request.chosenAccounts()
    let accounts = try connections.choose(
      ids, of: trip, in: context.session(trip.scope), context.auditLog(request, trip.scope))
    return context.answer(accounts, request)
  }
}
