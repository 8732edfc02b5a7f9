internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/me/sign-ins/{provider}
@main struct LinkSignIn: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys] + Setting.signIn

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    try context.requireStepUp(request, for: .signIn)
    return .trip(try context.signIns(request).begin(request.provider, for: person), .signIn, request)
  }
}
