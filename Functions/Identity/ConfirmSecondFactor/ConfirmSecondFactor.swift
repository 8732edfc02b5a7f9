internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring

/// POST /v1/me/mfa/totp/{id}/confirm
@main struct ConfirmSecondFactor: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .factorKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let factors = try context.secondFactors(request)
    try context.requireStepUp(request)
    let id = try request.id(of: "second factor")
    var fields = Fields(of: try request.json())
    let code = fields.string("code", length: 6...6)
    try fields.finish()
    return .json(try factors.confirm(id, code: code))
  }
}
