internal import Audit
internal import Core
internal import Identity
internal import LambdaRuntime

/// One page of the audit trail, and the form it is answered in.
struct EventPage {
  let filter: EventFilter
  /// The number of the last event of the page before.
  let before: Int64?
  private let limit: Int
  private let isCSV: Bool

  /// Reads `limit` (1...1000, else 50), `cursor`, `action`, `actor_id`, `from`, `to` and `format` (json or csv).
  init(_ request: Request, of auditor: Member) throws(Problem) {
    var query = Fields(
      of: .object(JSONObject(request.query.map { (name: $0.name, value: JSON.string($0.value)) })))
    var filter = EventFilter(stream: auditor.organization)
    let limit = query.optionalString("limit").map { Int($0) } ?? 50
    let cursor = query.optionalString("cursor").map { Int64($0) }
    filter.action = query.optionalString("action", length: 1...100)
    filter.actor = query.optionalUUID("actor_id")
    filter.from = query.optionalInstant("from")
    filter.to = query.optionalInstant("to")
    let format = query.optionalString("format") ?? "json"
    if limit.map({ !(1...1000).contains($0) }) ?? true {
      query.complain("limit", "out_of_range", "Expected a number from 1 to 1000.")
    }
    if let cursor, cursor == nil {
      query.complain("cursor", "invalid_cursor", "Expected the next_cursor of the page before.")
    }
    if !["json", "csv"].contains(format) {
      query.complain("format", "unknown_format", "Expected json or csv.")
    }
    try query.finish()
    self.filter = filter
    self.limit = limit ?? 50
    before = cursor.flatMap { $0 }
    isCSV = format == "csv"
  }

  /// One more is read than is shown, to know whether there is a next page.
  var probe: Int { limit + 1 }

  func answer(_ events: [StoredEvent]) -> Response {
    let shown = events.prefix(limit)
    let next = events.count > limit ? shown.last?.sequence.description : nil
    guard isCSV else {
      return .json(["data": .array(shown.map(\.json)), "next_cursor": JSON(next)])
    }
    let headers = [
      (name: "content-type", value: "text/csv; charset=utf-8"),
      (name: "content-disposition", value: "attachment; filename=\"audit-events.csv\""),
    ]
    let cursor = next.map { [(name: "x-next-cursor", value: $0)] } ?? []
    return Response(200, headers: headers + cursor, body: Array(EventTable.csv(shown).utf8))
  }
}
