package import Core
package import Database

/// Reads the audit trail.
package struct EventStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Newest first. `before` is the number of the last event of the page before.
  package func list(_ filter: EventFilter, limit: Int, before: Int64?) throws -> [StoredEvent] {
    try session.query(
      """
      select e.sequence, e.id, e.occurred_at, e.action, e.actor_id, e.target, e.trace_id, p.content
      from event e left join event_private p using (stream_id, sequence)
      where e.stream_id = \(filter.stream) and (\(before)::bigint is null or e.sequence < \(before))
        and (\(filter.action)::text is null or e.action = \(filter.action))
        and (\(filter.actor)::uuid is null or e.actor_id = \(filter.actor))
        and (\(filter.from)::timestamptz is null or e.occurred_at >= \(filter.from))
        and (\(filter.to)::timestamptz is null or e.occurred_at < \(filter.to))
      order by e.sequence desc limit \(limit)
      """
    ).map { try StoredEvent($0) }
  }

  /// The streams that there are and those that there have to be, an organization's or a person's, in the order of
  /// their ids.
  package func listStreams(after: UUID, limit: Int) throws -> [AuditedStream] {
    try session.query(
      """
      select id, is_expected and not exists (select from event e where e.stream_id = page.id
        and e.action in (\(AuditAction.organizationCreated.rawValue), \(AuditAction.userRegistered.rawValue),
          \(AuditAction.trailBegun.rawValue))) as lacks_beginning
      from (select id, bool_or(is_expected) as is_expected from (
          (select stream_id as id, false as is_expected from event_stream where stream_id > \(after)
            order by 1 limit \(limit))
          union all (select id, true from organization where id > \(after) order by 1 limit \(limit))
          union all (select id, true from app_user where id > \(after) order by 1 limit \(limit))) as known
        group by id order by id limit \(limit)) as page order by id
      """
    ).map { AuditedStream(id: try $0.value("id"), lacksBeginning: try $0.value("lacks_beginning")) }
  }

  /// The first event that is not as it was written; nil when all are.
  package func findBroken(in stream: UUID) throws -> BrokenEvent? {
    guard let row = try session.first("select sequence, reason from broken_event(\(stream))") else {
      return nil
    }
    return BrokenEvent(sequence: try row.value("sequence"), reason: try row.value("reason"))
  }
}

/// Which events to list.
package struct EventFilter: Sendable {
  package let stream: UUID
  package var action: String?
  package var actor: UUID?
  package var from: Instant?
  package var to: Instant?

  package init(stream: UUID) { self.stream = stream }
}

/// An event that was changed, or a place where one is missing.
package struct BrokenEvent: Sendable, Equatable {
  package let sequence: Int64
  package let reason: String
}

/// A stream to look through.
package struct AuditedStream: Sendable, Equatable {
  package let id: UUID
  /// Its organization or person is there, and the event of how they came to be is not: the stream was removed, or
  /// removed and begun anew.
  package let lacksBeginning: Bool
}
