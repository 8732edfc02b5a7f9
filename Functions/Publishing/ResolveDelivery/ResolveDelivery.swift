internal import Identity
internal import LambdaRuntime
internal import Posts
internal import Publishing
internal import Wiring
internal import WiringPosts
internal import WiringPublishing

/// POST /v1/deliveries/{id}/resolve
@main struct ResolveDelivery: HTTPFunction {
  static let needs: [Setting] = Setting.publishing + Setting.platforms + [.tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let publisher = try context.member(request, may: .publish)
    let id = try request.id(of: "delivery")
    let resolution = try Resolution(request.json())
    let testimony = try context.witness(for: publisher).ask(about: resolution, of: id)
    return try context.command(request, by: publisher) { session in
      .post(try context.planner(session, by: publisher).resolve(delivery: id, resolution, testimony))
    }
  }
}
