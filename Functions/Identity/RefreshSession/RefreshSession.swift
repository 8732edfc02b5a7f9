internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/auth/refresh
@main struct RefreshSession: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenSigningKey]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let (token, inCookies) = try context.refreshToken(request)
    let session = try context.sessions(request).refresh(token)
    return context.answer(session, inCookies: inCookies)
  }
}
