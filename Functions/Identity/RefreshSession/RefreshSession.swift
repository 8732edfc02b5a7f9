internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring

/// POST /v1/auth/refresh
@main struct RefreshSession: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenSigningKey]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    var fields = Fields(of: try request.json())
    let token = fields.string("refresh_token", length: 1...200)
    try fields.finish()
    return .json(try context.sessions(request).refresh(token))
  }
}
