internal import LambdaRuntime
internal import Privacy
internal import Wiring
internal import WiringPrivacy

/// DELETE /v1/me/consents/{purpose}
@main struct WithdrawConsent: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    let purpose = try ConsentPurpose(named: request.pathParameter("purpose"))
    try context.consents(request, of: person).withdraw(purpose)
    return .noContent
  }
}
