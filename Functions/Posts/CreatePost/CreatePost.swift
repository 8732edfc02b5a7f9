internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPublishing

/// POST /v1/posts
@main struct CreatePost: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + Setting.preflight + [.tokenPublicKeys, .variantQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let author = try context.member(request, may: .writeOwn)
    let draft = PostDraft(try request.json())
    return try context.command(request, by: author) { session in
      let post = try context.planner(session, by: author).create(draft)
      return .created(post.json, at: "/v1/posts/\(post.id)", etag: post.etag)
    }
  }
}
