internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/me/sessions/current/step-up
@main struct StepUpSession: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .factorKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try context.credentials(request)
    try credentials.stepUp(try StepUpProof(request.json()), try context.factorBox())
    return .noContent
  }
}
