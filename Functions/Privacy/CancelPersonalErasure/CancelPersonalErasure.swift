internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/me/erasure
@main struct CancelPersonalErasure: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    try context.credentials(request).cancelErasure()
    return .noContent
  }
}
