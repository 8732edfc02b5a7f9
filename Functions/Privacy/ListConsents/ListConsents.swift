internal import Core
internal import Identity
internal import LambdaRuntime
internal import Privacy
internal import Wiring
internal import WiringPrivacy

/// GET /v1/me/consents
@main struct ListConsents: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    let consents = ConsentStore(try context.session(of: person))
    return .json(["data": .array(try consents.list(of: person.user))])
  }
}
