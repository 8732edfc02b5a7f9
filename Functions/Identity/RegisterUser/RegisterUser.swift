internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/auth/register
@main struct RegisterUser: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let registration = try Registration(request.json())
    let secret = try context.registrations(request).request(registration, key: try request.idempotencyKey())
    context.relay(try context.session())
    return .accepted(secret, .registration)
  }
}
