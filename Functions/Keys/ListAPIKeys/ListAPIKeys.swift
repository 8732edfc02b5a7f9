internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/api-keys
@main struct ListAPIKeys: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let page = try Page(request)
    let keys = APIKeyStore(try context.session(admin.scope))
    return page.answer(try keys.list(of: admin.organization, after: page.after, limit: page.probe))
  }
}
