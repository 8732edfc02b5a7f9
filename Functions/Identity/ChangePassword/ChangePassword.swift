internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// PUT /v1/me/password
@main struct ChangePassword: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .liveQueueURL, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try context.credentials(request)
    try context.requireStepUp(request, for: .password)
    let ways = try credentials.changePassword(try PasswordChange(request.json()))
    context.relay(try context.session())
    return .json(ways.json)
  }
}
