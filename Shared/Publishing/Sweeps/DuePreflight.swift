package import Audit
internal import Accounts
package import Core
package import Database
internal import Identity
internal import MediaLibrary
internal import Outbox
package import Platforms
internal import Posts

/// Looks ten minutes ahead: whoever wrote what would fail is told while it can still be mended.
package struct DuePreflight {
  private static let batch = 200

  private let session: Session
  private let store: DuePreflightStore
  private let outbox: OutboxStore
  private let media: MediaStore
  private let log: AuditLog
  private let rules: Platforms

  /// The session's role sees the deliveries of all tenants.
  package init(_ session: Session, from origin: Origin, rules: Platforms = .rules) {
    self.rules = rules
    self.session = session
    store = DuePreflightStore(session: session)
    outbox = OutboxStore(session)
    media = MediaStore(session)
    log = AuditLog(session, origin)
  }

  /// Looks at each delivery once, and once more when it was changed; returns how many it looked at, and how many of
  /// these would fail. Begins no more in the last 5 s before `deadline`.
  package func run(until deadline: Instant) throws -> JSONObject {
    var (checked, risky) = (0, 0)
    while Instant.now() < deadline + .seconds(-5) {
      let (count, found) = try checkBatch()
      checked += count
      risky += found
      if count < Self.batch { break }
    }
    return ["checked": JSON(checked), "at_risk": JSON(risky)]
  }

  /// What is found, and who is told, commits together with the mark that it was looked at.
  private func checkBatch() throws -> (checked: Int, risky: Int) {
    try session.transaction {
      let due = try store.take(limit: Self.batch)
      var risky: [DueDelivery: [FieldError]] = [:]
      for delivery in due {
        let risks = try risks(of: delivery)
        guard !risks.isEmpty else { continue }
        risky[delivery] = risks
        try store.saveRisks(delivery, .array(risks.map(\.json)))
        try log.record(
          .deliveryAtRisk, in: delivery.organization, by: nil, on: "delivery:\(delivery.id)",
          after: ["post_id": JSON(describing: delivery.post), "risks": .array(risks.map(\.json))])
      }
      for group in Dictionary(grouping: risky.keys, by: \.post).values { try tell(group, risky) }
      return (due.count, risky.count)
    }
  }

  private func risks(of delivery: DueDelivery) throws -> [FieldError] {
    let draft = delivery.draft
    let ids = draft.mediaIDs
    let files = ids.isEmpty ? [] : try media.find(ids, organization: delivery.organization)
    let preflight = AccountPreflight(draft, media: files, rules: rules, at: delivery.dueAt)
    return preflight.violations + preflight.warnings
  }

  /// One message for all deliveries of a post.
  private func tell(_ deliveries: [DueDelivery], _ risks: [DueDelivery: [FieldError]]) throws {
    guard let first = deliveries.min(by: { $0.id.description < $1.id.description }) else { return }
    let key = "risk:\(first.id):\(first.revision)"
    let notice = Notice(
      to: .member(first.author), in: first.organization, subject: "A post is about to fail",
      text: """
        A post is due at \(first.dueAt.readable) and would not be published as things are:

        \(deliveries.flatMap { risks[$0] ?? [] }.map { "- \($0.detail.oneLine(upTo: 500))" }.sorted().joined(separator: "\n"))

        It begins with: \(first.excerpt.oneLine(upTo: 200))

        Change it, or connect the account again, before its time.

        """)
    try outbox.insert(MailRequest.notice(notice, key: key))
    if try DispatchStore(session: session).isWatched(first.organization) {
      try outbox.insert(LiveUpdate(of: first.post, in: first.organization, key: key))
    }
  }
}
