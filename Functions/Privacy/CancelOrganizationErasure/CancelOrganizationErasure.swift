internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/organization/erasure
@main struct CancelOrganizationErasure: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let owner = try context.member(request, may: .read)
    try context.credentials(request).cancelErasure(ofOrganizationOf: owner)
    return .noContent
  }
}
