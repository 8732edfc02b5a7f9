internal import Identity
internal import LambdaRuntime
internal import Privacy
internal import Wiring
internal import WiringPrivacy

/// POST /v1/organization/exports
@main struct RequestOrganizationExport: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .exportQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let owner = try context.member(request, may: .read)
    try owner.requireOwner()
    try context.requireStepUp(request, for: .organizationExport)
    try context.exports(try context.session(owner.scope), request, of: owner).admit()
    return try context.command(request, by: owner) { session in
      .json(try context.exports(session, request, of: owner).request(), status: 202)
    }
  }
}
