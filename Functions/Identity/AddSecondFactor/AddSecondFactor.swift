internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/me/mfa/totp
@main struct AddSecondFactor: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .factorKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let factors = try context.secondFactors(request)
    try context.requireStepUp(request, for: .secondFactor)
    var fields = Fields(of: try request.json())
    let name = fields.name("name", length: 1...100)
    try fields.finish()
    return .json(try factors.enrol(named: name), status: 201)
  }
}
