internal import Accounts
internal import LambdaRuntime
internal import Wiring

/// GET /v1/accounts/callback/{platform}
@main struct CompleteConnection: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .publicURL] + Setting.platforms

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let answer = ConsentAnswer(platform: request.pathParameter("platform") ?? "", request.query)
    let connections = try context.connections()
    let trip = try connections.trip(answer)
    let account = try connections.complete(trip, answer, in: context.session(trip.scope))
    return .html(ConsentPage.connected(account))
  }
}
