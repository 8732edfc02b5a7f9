internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// POST /v1/deliveries/{id}/take-down
@main struct TakeDownDelivery: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + [.removalQueueURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let publisher = try context.member(request, may: .publish)
    let id = try request.id(of: "delivery")
    return try context.command(request, by: publisher) { session in
      .post(try context.planner(session, by: publisher).takeDown(delivery: id))
    }
  }
}
