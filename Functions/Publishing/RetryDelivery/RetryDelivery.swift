internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// POST /v1/deliveries/{id}/retry
@main struct RetryDelivery: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + [.tokenPublicKeys, .variantQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let publisher = try context.member(request, may: .publish)
    let id = try request.id(of: "delivery")
    return try context.command(request, by: publisher) { session in
      .post(try context.planner(session, by: publisher).retry(delivery: id))
    }
  }
}
