internal import Core
internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/me/organization
@main struct SwitchOrganization: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys, .tokenSigningKey]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    var fields = Fields(of: try request.json())
    let organization = fields.uuid("organization_id")
    try fields.finish()
    let session = try context.sessions(request).switch(person, to: organization)
    return context.answer(session, inCookies: request.isByCookie)
  }
}
