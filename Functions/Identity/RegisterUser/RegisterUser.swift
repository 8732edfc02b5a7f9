internal import Identity
internal import LambdaRuntime
internal import Wiring

/// POST /v1/auth/register
@main struct RegisterUser: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenSigningKey]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let registration = try Registration(request.json())
    let registrar = try context.registrar()
    let key = try request.idempotencyKey()
    return .json(try registrar.register(registration, key: key), status: 201)
  }
}
