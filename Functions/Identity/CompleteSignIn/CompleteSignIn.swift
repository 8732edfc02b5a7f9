internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// GET /v1/auth/sign-in/{provider}/callback
@main struct CompleteSignIn: HTTPFunction {
  static let needs: [Setting] =
    [.databaseURL, .tokenSigningKey, .factorKeys, .mailQueueURL] + Setting.signIn

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let answer = context.signInAnswer(request)
    let signedIn = try context.registrar(request).completeSignIn(
      answer, try context.openIDDirectory(), try context.factorBox())
    context.relay(try context.session())
    return context.answer(signedIn: signedIn, request)
  }
}
