internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/auth/login
@main struct LogIn: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenSigningKey, .factorKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let credentials = try LogInRequest(request.json())
    let answer = try context.registrar(request).logIn(credentials, try context.factorBox())
    return context.answer(answer, inCookies: credentials.inCookies)
  }
}
