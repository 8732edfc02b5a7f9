internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/me/sessions
@main struct EndAllSessions: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .liveQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    try context.credentials(request).endAllSessions()
    context.relay(try context.session())
    return .loggedOut
  }
}
