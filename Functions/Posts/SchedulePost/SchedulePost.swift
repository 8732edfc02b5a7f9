internal import Core
internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// POST /v1/posts/{id}/schedule
@main struct SchedulePost: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + Setting.preflight + [.tokenPublicKeys, .variantQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let publisher = try context.member(request, may: .publish)
    let id = try request.id(of: "post")
    var fields = Fields(of: try request.json())
    let time = fields.instant("at")
    try fields.finish()
    return try context.command(request, by: publisher) { session in
      .post(try context.planner(session, by: publisher).schedule(id, at: time))
    }
  }
}
