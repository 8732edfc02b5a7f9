internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/members/{id}/ownership
@main struct TransferOwnership: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let owner = try context.member(request, may: .manageMembers)
    try context.requireStepUp(request, for: .ownership)
    let id = try request.id(of: "member")
    let proof = try PasswordProof(request.json())
    try context.credentials(request).transferOwnership(by: owner, to: id, proof)
    context.relay(try context.session())
    return .noContent
  }
}
