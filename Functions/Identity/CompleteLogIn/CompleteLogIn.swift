internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/auth/login/mfa
@main struct CompleteLogIn: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenSigningKey, .factorKeys, .mailQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let answer = try ChallengeAnswer(context.ownForm(request))
    let session = try context.registrar(request).completeLogIn(answer, try context.factorBox())
    context.relay(try context.session())
    return context.answer(completed: session, request, inCookies: answer.inCookies)
  }
}
