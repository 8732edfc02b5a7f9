internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/auth/logout
@main struct LogOut: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .liveQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try context.credentials(request)
    try credentials.endThisSession()
    context.relay(try context.session())
    return .loggedOut
  }
}
