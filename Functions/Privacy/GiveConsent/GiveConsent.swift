internal import LambdaRuntime
internal import Privacy
internal import Wiring
internal import WiringPrivacy

/// POST /v1/me/consents
@main struct GiveConsent: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    let consent = try Consent(request.json())
    return .json(try context.consents(request, of: person).give(consent), status: 201)
  }
}
