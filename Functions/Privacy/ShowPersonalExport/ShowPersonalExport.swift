internal import Identity
internal import LambdaRuntime
internal import Privacy
internal import Wiring
internal import WiringPrivacy

/// GET /v1/me/exports/{id}
@main struct ShowPersonalExport: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .exportBucket, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    try context.requireStepUp(request, for: .download)
    let id = try request.id(of: "export")
    let session = try context.session(of: person)
    let exports = context.exports(session, request, of: .person(person.user), by: person.user)
    return .json(try exports.show(id, try context.objects(in: .exportBucket)))
  }
}
