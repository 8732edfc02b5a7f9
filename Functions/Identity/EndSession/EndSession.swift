internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/me/sessions/{id}
@main struct EndSession: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .liveQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try context.credentials(request)
    try credentials.endSession(try request.id(of: "session"))
    context.relay(try context.session())
    return .noContent
  }
}
