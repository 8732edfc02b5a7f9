internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/me
@main struct ShowCurrentUser: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let reader = try context.reader(request)
    let memberships = MembershipStore(try context.session(reader.scope))
    return .json(try memberships.describe(reader.user, only: reader.organization))
  }
}
