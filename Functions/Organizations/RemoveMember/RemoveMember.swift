internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/members/{id}
@main struct RemoveMember: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .liveQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let member = try context.member(request, may: .read)
    let id = try request.id(of: "member")
    return try context.command(request, by: member) { session in
      try context.members(session, request, by: member).remove(id)
      return .noContent
    }
  }
}
