internal import Core
package import Database

/// Messages that a transaction has written and that are to be sent once it has committed.
package struct OutboxStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Leaves messages in the transaction at hand; returns how many of them were not there before.
  @discardableResult
  package func insert(_ messages: [some Message]) throws -> Int {
    guard !messages.isEmpty else { return 0 }
    let rows = JSON.array(messages.map(\.row))
    return try session.query(
      """
      insert into outbox (organization_id, queue, dedup_key, body, not_before)
      select m.organization_id, m.queue, m.key, m.body, coalesce(m.not_before, clock_timestamp())
      from jsonb_to_recordset(\(rows)::jsonb)
        as m (organization_id uuid, queue text, key text, body jsonb, not_before timestamptz)
      on conflict (queue, dedup_key) do nothing returning id
      """
    ).count
  }

  /// Leaves one message in the transaction at hand; false when it was there before.
  @discardableResult
  package func insert(_ message: some Message) throws -> Bool { try insert([message]) > 0 }

  /// Takes messages to send, for half a minute. A crash between sending and marking sends them again, which
  /// every consumer bears.
  func lease(_ queues: [Queue], limit: Int) throws -> [OutboxMessage] {
    let rows = try session.query(
      """
      update outbox set leased_until = clock_timestamp() + interval '30 s'
      where id in (select id from outbox
        where sent_at is null and queue = any(\(queues.map(\.rawValue)))
          and (leased_until is null or leased_until < clock_timestamp())
          and not_before <= clock_timestamp() + interval '900 s'
        order by not_before limit \(limit) for update skip locked)
      returning id, organization_id, queue, body,
        floor(extract(epoch from not_before - clock_timestamp()))::int as delay
      """)
    return try rows.map { row in
      OutboxMessage(
        id: try row.value("id"), organization: try row.optional("organization_id"),
        queue: Queue(rawValue: try row.value("queue")), body: try row.value("body"),
        delay: try row.value("delay"))
    }
  }

  func markSent(_ ids: [Int64]) throws {
    try session.query(
      "update outbox set sent_at = clock_timestamp(), leased_until = null where id = any(\(ids))")
  }

  package func deleteSent() throws {
    try session.query("delete from outbox where sent_at < clock_timestamp() - interval '1 day'")
  }
}

extension Message {
  fileprivate var row: JSON {
    [
      "organization_id": JSON(describing: organization), "queue": .string(queue.rawValue),
      "key": .string(key),
      "body": json, "not_before": JSON(describing: notBefore),
    ]
  }
}

/// One message to send.
struct OutboxMessage {
  let id: Int64
  let organization: UUID?
  /// Nil for a queue of a newer version.
  let queue: Queue?
  let body: JSON
  /// Whole seconds until it is due; negative when it is late.
  let delay: Int
}
