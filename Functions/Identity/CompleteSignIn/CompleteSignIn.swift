internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/auth/sign-in/{provider}/callback
@main struct CompleteSignIn: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenSigningKey, .factorKeys] + Setting.signIn

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let answer = context.signInAnswer(request)
    return .signedIn(
      try context.registrar(request).completeSignIn(
        answer, try context.openIDDirectory(), try context.factorBox()))
  }
}
