internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/me/sign-ins/{provider}
@main struct UnlinkSignIn: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try context.credentials(request)
    try context.requireStepUp(request, for: .unlinkedSignIn)
    try credentials.unlinkSignIn(request.provider)
    return .noContent
  }
}
