internal import Identity
internal import LambdaRuntime
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// DELETE /v1/posts/{id}
@main struct DeletePost: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + [.tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let author = try context.member(request, may: .writeOwn)
    let id = try request.id(of: "post")
    let version = try request.expectedVersion()
    return try context.command(request, by: author) { session in
      try context.planner(session, by: author).delete(id, version: version)
      return .noContent
    }
  }
}
