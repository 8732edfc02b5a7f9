internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/me
@main struct ShowCurrentUser: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let memberships = MembershipStore(try context.session(member.scope))
    return .json(try memberships.describe(member))
  }
}
