internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// GET /v1/me/sign-ins
@main struct ListSignIns: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    .json(try context.credentials(request).listSignIns())
  }
}
