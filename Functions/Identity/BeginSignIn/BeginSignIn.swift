internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/auth/sign-in/{provider}
@main struct BeginSignIn: HTTPFunction {
  static let needs: [Setting] = [.databaseURL] + Setting.signIn

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    .trip(try context.signIns(request).begin(request.provider), .signIn, request)
  }
}
