internal import Identity
internal import LambdaRuntime
internal import Privacy
internal import Wiring
internal import WiringPrivacy

/// GET /v1/organization/exports/{id}
@main struct ShowOrganizationExport: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .exportBucket, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let owner = try context.member(request, may: .read)
    try owner.requireOwner()
    try context.requireStepUp(request, for: .organizationDownload)
    let id = try request.id(of: "export")
    let exports = context.exports(try context.session(owner.scope), request, of: owner)
    return .json(try exports.show(id, try context.objects(in: .exportBucket)))
  }
}
