internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/me
@main struct ShowCurrentUser: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let person = try context.person(request)
    let memberships = MembershipStore(try context.session(person.personalScope))
    return .json(try memberships.describe(person.user))
  }
}
