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
  /// their ids. What a stream begins with is its first event, of the time in which its organization or person came to be;
  /// those that were there before there was a trail have a first word of the migration that gave it to them.
  package func listStreams(after: UUID, limit: Int) throws -> [AuditedStream] {
    try session.query(
      """
      select id, created_at is not null and not exists (select from event e where e.stream_id = page.id
        and (e.sequence = 1 and e.action in (\(AuditAction.organizationCreated.rawValue),
            \(AuditAction.userRegistered.rawValue))
            and e.occurred_at between page.created_at - interval '5 min' and page.created_at + interval '5 min'
          or e.action = \(AuditAction.trailBegun.rawValue) and e.occurred_at <= (
            select applied_at + interval '1 hour' from migration where name = '0024_trails'))) as lacks_beginning,
        (select s.sequence || ':' || encode(s.sha256, 'hex') from event_stream s
          join event e on (e.stream_id, e.sequence) = (s.stream_id, s.sequence)
          where s.stream_id = page.id and e.occurred_at > clock_timestamp() - interval '25 hours') as moved_head
      from (select id, max(created_at) as created_at from (
          (select stream_id as id, null::timestamptz as created_at from event_stream where stream_id > \(after)
            order by 1 limit \(limit))
          union all (select id, created_at from organization where id > \(after) order by 1 limit \(limit))
          union all (select id, created_at from app_user where id > \(after) order by 1 limit \(limit))) as known
        group by id order by id limit \(limit)) as page order by id
      """
    ).map { row in
      AuditedStream(
        id: try row.value("id"), lacksBeginning: try row.value("lacks_beginning"),
        movedHead: try row.optional("moved_head"))
    }
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
  /// The number and the digest of its last event, if that is of the last day.
  package let movedHead: String?
}
