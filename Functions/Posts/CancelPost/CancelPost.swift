internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// POST /v1/posts/{id}/cancel
@main struct CancelPost: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + [.tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let author = try context.member(request, may: .writeOwn)
    let id = try request.id(of: "post")
    return try context.command(request, by: author) { session in
      .post(try context.planner(session, by: author).cancel(id))
    }
  }
}
