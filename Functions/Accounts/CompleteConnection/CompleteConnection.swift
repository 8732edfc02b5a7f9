internal import Accounts
internal import LambdaRuntime
internal import Wiring
internal import WiringAccounts

/// GET /v1/accounts/callback/{platform}
@main struct CompleteConnection: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .publicURL] + Setting.platforms

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let answer = request.consentAnswer
    let connections = try context.connections()
    let trip = try connections.trip(answer)
    let session = try context.session(trip.scope)
    let choice = try connections.arrive(trip, answer, in: session)
    guard choice.candidates.count == 1 else {
      return context.answer(choice, request).ending(.connection, request)
    }
    let accounts = try connections.choose(
      choice.candidates.map(\.id), of: trip, in: session, context.auditLog(request, trip.scope))
    return context.answer(accounts, request).ending(.connection, request)
  }
}
