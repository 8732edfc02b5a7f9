internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/me/mfa/totp/{id}
@main struct RemoveSecondFactor: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .factorKeys, .liveQueueURL, .mailQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let factors = try context.secondFactors(request)
    try context.requireStepUp(request, for: .removedFactor)
    try factors.remove(try request.id(of: "second factor"))
    context.relay(try context.session())
    return .noContent
  }
}
