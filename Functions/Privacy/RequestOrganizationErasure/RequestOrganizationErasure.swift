internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity
internal import WiringPrivacy

/// POST /v1/organization/erasure
@main struct RequestOrganizationErasure: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .erasureDelay, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let owner = try context.member(request, may: .read)
    try context.requireStepUp(request, for: .organizationErasure)
    let proof = try PasswordProof(request.json())
    let erasure = try context.credentials(request).requestErasure(
      ofOrganizationOf: owner, after: try context.erasureDelay(), proof)
    context.relay(try context.session())
    return .json(erasure, status: 202)
  }
}
