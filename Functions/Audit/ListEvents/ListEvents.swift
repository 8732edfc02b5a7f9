internal import Audit
internal import Identity
internal import LambdaRuntime
internal import Wiring

/// GET /v1/audit-events
@main struct ListEvents: HTTPFunction {
  static let needs: [Setting] = [.databaseURL, .tokenPublicKeys]

  static func handle(_ request: Request, _ context: Context) throws -> Response {
    let auditor = try context.member(request, may: .readAudit)
    let page = try EventPage(request, of: auditor)
    let events = EventStore(try context.session(auditor.scope))
    return page.answer(try events.list(page.filter, limit: page.probe, before: page.before))
  }
}
