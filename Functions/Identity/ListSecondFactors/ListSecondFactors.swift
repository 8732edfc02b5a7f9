internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// GET /v1/me/mfa
@main struct ListSecondFactors: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .factorKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    .json(try context.secondFactors(request).list())
  }
}
