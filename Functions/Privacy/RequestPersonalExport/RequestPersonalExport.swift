internal import Identity
internal import LambdaRuntime
internal import Privacy
internal import Wiring
internal import WiringPrivacy

/// POST /v1/me/exports
@main struct RequestPersonalExport: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .exportQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    try context.requireStepUp(request, for: .export)
    let session = try context.session(of: person)
    let exports = context.exports(session, request, of: .person(person.user), by: person.user)
    try exports.admit()
    let export = try exports.request()
    context.relay(session)
    return .json(export, status: 202)
  }
}
