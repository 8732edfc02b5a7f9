internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// POST /v1/posts/{id}/publish
@main struct PublishPost: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + Setting.preflight + [.tokenPublicKeys, .variantQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let publisher = try context.member(request, may: .publish)
    let id = try request.id(of: "post")
    return try context.command(request, by: publisher) { session in
      .post(try context.planner(session, by: publisher).publishNow(id))
    }
  }
}
