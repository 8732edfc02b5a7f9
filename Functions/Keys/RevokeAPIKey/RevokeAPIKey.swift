internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// DELETE /v1/api-keys/{id}
@main struct RevokeAPIKey: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    let id = try request.id(of: "API key")
    return try context.command(request, by: admin) { session in
      try context.apiKeys(session, request, by: admin).revoke(id)
      return .noContent
    }
  }
}
