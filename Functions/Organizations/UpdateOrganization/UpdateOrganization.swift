internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// PATCH /v1/organization
@main struct UpdateOrganization: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .liveQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let change = try OrganizationChange(request.json())
    if change.isSensitive { try context.requireStepUp(request, for: .secondFactorDemand) }
    return try context.command(request, by: admin) { session in
      .json(try context.administration(session, request, by: admin).update(change))
    }
  }
}
