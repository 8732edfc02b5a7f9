internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/me/mfa/totp/{id}/confirm
@main struct ConfirmSecondFactor: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .factorKeys, .mailQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let factors = try context.secondFactors(request)
    try context.requireStepUp(request, for: .confirmedFactor)
    let id = try request.id(of: "second factor")
    var fields = Fields(of: try request.json())
    let code = fields.authenticatorCode("code")
    try fields.finish()
    let confirmed = try factors.confirm(id, code: code)
    context.relay(try context.session())
    return .json(confirmed)
  }
}
