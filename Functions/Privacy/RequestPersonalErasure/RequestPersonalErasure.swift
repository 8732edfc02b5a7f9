internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity
internal import WiringPrivacy

/// POST /v1/me/erasure
@main struct RequestPersonalErasure: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .erasureDelay, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try context.credentials(request)
    try context.requireStepUp(request, for: .erasure)
    let proof = try PasswordProof(request.json())
    let erasure = try credentials.requestErasure(after: try context.erasureDelay(), proof)
    context.relay(try context.session())
    return .json(erasure, status: 202)
  }
}
