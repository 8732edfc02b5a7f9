internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// PATCH /v1/posts/{id}
@main struct UpdatePost: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + Setting.preflight + [.tokenPublicKeys, .variantQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let author = try context.member(request, may: .writeOwn)
    let id = try request.id(of: "post")
    let version = try request.requiredVersion()
    let patch = try request.json()
    return try context.command(request, by: author) { session in
      .post(try context.planner(session, by: author).update(id, patch, version: version))
    }
  }
}
