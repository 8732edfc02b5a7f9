internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/organizations
@main struct CreateOrganization: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let organizations = try context.organizations(request)
    let draft = try OrganizationDraft(request.json())
    return .json(try organizations.create(draft, key: try request.idempotencyKey()), status: 201)
  }
}
