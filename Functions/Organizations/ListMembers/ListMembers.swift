internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/members
@main struct ListMembers: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let page = try Page(request)
    let members = MemberStore(try context.session(member.scope))
    return page.answer(try members.list(of: member.organization, after: page.after, limit: page.probe))
  }
}
