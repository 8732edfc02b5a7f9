internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/invitations
@main struct CreateInvitation: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let draft = try InvitationDraft(request.json())
    if draft.isSensitive { try context.requireStepUp(request, for: .invitation) }
    try context.invitations(try context.session(admin.scope), request, by: admin).admit(draft)
    return try context.command(request, by: admin) { session in
      .json(try context.invitations(session, request, by: admin).create(draft), status: 201)
    }
  }
}
