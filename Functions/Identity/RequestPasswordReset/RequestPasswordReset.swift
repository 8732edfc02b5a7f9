internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/auth/password-reset
@main struct RequestPasswordReset: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    var fields = Fields(of: try request.json())
    let email = fields.email("email")
    try fields.finish()
    try context.passwordResets(request).request(email)
    context.relay(try context.session())
    return .accepted
  }
}
