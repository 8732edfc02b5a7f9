internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// GET /v1/links/{token}
@main struct OpenLink: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .linkKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let id = try context.link(request)
    let link = try context.linkDesk(request).find(id)
    return context.page(LinkPage.ask(link, in: TripCookie.registration.secret(request)))
  }
}
