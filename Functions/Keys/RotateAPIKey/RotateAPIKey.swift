internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/api-keys/{id}/rotate
@main struct RotateAPIKey: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .mailQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let admin = try context.member(request, may: .manageMembers)
    try context.requireStepUp(request, for: .rotatedKey)
    let id = try request.id(of: "API key")
    let rotation = try KeyRotation(request.json())
    return try context.issue(request, by: admin) { session in
      try context.apiKeys(session, request, by: admin).rotate(id, rotation)
    }
  }
}
