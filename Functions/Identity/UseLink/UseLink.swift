internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// POST /v1/links/{token}
@main struct UseLink: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .linkKeys, .liveQueueURL, .mailQueueURL]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let id = try context.link(request)
    let use = try LinkUse(request.form())
    let outcome = try context.linkDesk(request).use(id, use, in: TripCookie.registration.secret(request))
    context.relay(try context.session())
    return request.isForm ? context.page(LinkPage.tell(outcome)) : .json(outcome.json)
  }
}
