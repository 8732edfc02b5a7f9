internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/me/mfa/recovery-codes
@main struct ReplaceRecoveryCodes: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .factorKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let factors = try context.secondFactors(request)
    try context.requireStepUp(request, for: .recoveryCodes)
    return .json(try factors.replaceCodes(), status: 201)
  }
}
