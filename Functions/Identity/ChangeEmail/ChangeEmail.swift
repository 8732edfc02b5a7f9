internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/me/email
@main struct ChangeEmail: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try context.credentials(request)
    try context.requireStepUp(request, for: .email)
    try credentials.changeEmail(try EmailChange(request.json()))
    context.relay(try context.session())
    return .accepted
  }
}
