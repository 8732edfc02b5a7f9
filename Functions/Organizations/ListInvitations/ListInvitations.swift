internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/invitations
@main struct ListInvitations: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .manageMembers)
    let page = try Page(request)
    let invitations = InvitationStore(try context.session(member.scope))
    return page.answer(try invitations.list(of: member.organization, after: page.after, limit: page.probe))
  }
}
