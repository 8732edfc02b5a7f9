internal import GRDB

/// The queues' messages in SQLite: one method, one statement. Times are milliseconds since 1970.
///
/// A message is visible when `visible_at` has passed; before that it is in flight when it was received
/// (`receive_count > 0`) and delayed when it was not.
struct MessageStore {
  let database: Database

  /// Returns the message's row id.
  func insert(_ message: NewMessage, into queue: Int64, at now: Int64) throws -> Int64 {
    try database.cachedStatement(
      sql: """
        INSERT INTO message (queue, visible_at, sent_at, group_id, deduplication_id, message_id, attributes,
          trace_header, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      queue, now + message.delay, now, message.groupID, message.deduplicationID, message.messageID,
      message.attributes?.text, message.traceHeader, message.body,
    ])
    return database.lastInsertedRowID
  }

  /// The messages that have been visible the longest, except those of the given groups.
  func listVisible(
    in queue: Int64, at now: Int64, sentSince oldest: Int64, limit: Int, excluding groups: String = "[]"
  ) throws -> [StoredMessage] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT message.*, source.name AS source_name
          FROM message LEFT JOIN queue AS source ON source.id = message.source_queue
          WHERE queue = ? AND visible_at <= ? AND sent_at >= ?
            AND (? = '[]' OR group_id IS NULL OR group_id NOT IN (SELECT value FROM json_each(?)))
          ORDER BY visible_at, message.id LIMIT ?
          """), arguments: [queue, now, oldest, groups, groups, limit]
    ).map(StoredMessage.init)
  }

  /// The first messages of those groups of a FIFO queue of which none is in flight or delayed.
  func listNextOfGroups(
    in queue: Int64, at now: Int64, sentSince oldest: Int64, limit: Int
  ) throws -> [StoredMessage] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT message.*, source.name AS source_name
          FROM message LEFT JOIN queue AS source ON source.id = message.source_queue
          WHERE queue = :queue AND deduplication_id IS NOT NULL AND visible_at <= :now AND sent_at >= :oldest
            AND NOT EXISTS (SELECT 1 FROM message AS other
              WHERE other.queue = :queue AND other.deduplication_id IS NOT NULL
                AND other.group_id = message.group_id AND other.visible_at > :now
                AND (other.receive_count > 0 OR other.id < message.id))
          ORDER BY message.id LIMIT :limit
          """), arguments: ["queue": queue, "now": now, "oldest": oldest, "limit": limit]
    ).map(StoredMessage.init)
  }

  /// How many messages are in flight, and, as a JSON array, the groups that hold at least 30 and more than a tenth
  /// of them: these are the bounds at which SQS's fair queues call a tenant noisy.
  func findFlight(in queue: Int64, at now: Int64) throws -> (count: Int, noisyGroups: String) {
    let statement = try database.cachedStatement(
      sql: """
        WITH flying AS (
          SELECT group_id, count(*) AS number FROM message
          WHERE queue = ? AND visible_at > ? AND receive_count > 0 GROUP BY group_id),
        total AS (SELECT coalesce(sum(number), 0) AS number FROM flying)
        SELECT total.number, (SELECT json_group_array(group_id) FROM flying
          WHERE group_id IS NOT NULL AND flying.number >= 30 AND flying.number * 10 > total.number) FROM total
        """)
    guard let row = try Row.fetchOne(statement, arguments: [queue, now]) else { return (0, "[]") }
    return (row[0], row[1])
  }

  func updateReceived(_ message: Int64, until visibleAt: Int64, at now: Int64) throws {
    try database.cachedStatement(
      sql: """
        UPDATE message SET visible_at = ?, receive_count = receive_count + 1, receipt = receipt + 1,
          first_received_at = coalesce(first_received_at, ?), last_received_at = ? WHERE id = ?
        """
    ).execute(arguments: [visibleAt, now, now, message])
  }

  /// `sentAt` is nil to keep the time from which the retention counts.
  func updateDeadLettered(
    _ message: Int64, from source: Int64, to queue: Int64, sentAt: Int64?, at now: Int64
  ) throws {
    try database.cachedStatement(
      sql: """
        UPDATE message SET queue = ?, source_queue = ?, visible_at = ?, sent_at = coalesce(?, sent_at) WHERE id = ?
        """
    ).execute(arguments: [queue, source, now, sentAt, message])
  }

  /// When the next hidden message becomes visible.
  func findNextVisible(in queue: Int64, after now: Int64) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT min(visible_at) FROM message WHERE queue = ? AND visible_at > ?"),
      arguments: [queue, now])
  }

  /// True when the handle was that of the message's last receive.
  func delete(_ handle: ReceiptHandle) throws -> Bool {
    try database.cachedStatement(sql: "DELETE FROM message WHERE id = ? AND queue = ? AND receipt = ?")
      .execute(arguments: [handle.message, handle.queue, handle.receipt])
    return database.changesCount > 0
  }

  /// When the message was received with this handle; nil when it is not in flight any more.
  func findReceiveTime(_ handle: ReceiptHandle, at now: Int64) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT last_received_at FROM message
          WHERE id = ? AND queue = ? AND receipt = ? AND visible_at > ? AND receive_count > 0
          """), arguments: [handle.message, handle.queue, handle.receipt, now])
  }

  /// The message as that receive left it; nil when it is gone, was received again or has another visibility.
  func findMessage(_ handle: ReceiptHandle, visibleAt: Int64) throws -> StoredMessage? {
    try Row.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT message.*, source.name AS source_name
          FROM message LEFT JOIN queue AS source ON source.id = message.source_queue
          WHERE message.id = ? AND queue = ? AND receipt = ? AND visible_at = ?
          """), arguments: [handle.message, handle.queue, handle.receipt, visibleAt]
    ).map(StoredMessage.init)
  }

  func updateVisibility(of message: Int64, until visibleAt: Int64) throws {
    try database.cachedStatement(sql: "UPDATE message SET visible_at = ? WHERE id = ?")
      .execute(arguments: [visibleAt, message])
  }

  /// Takes back a receive: it does not count.
  func updateReleased(_ handle: ReceiptHandle, until visibleAt: Int64) throws {
    try database.cachedStatement(
      sql: """
        UPDATE message SET visible_at = ?, receive_count = max(0, receive_count - 1)
        WHERE id = ? AND queue = ? AND receipt = ?
        """
    ).execute(arguments: [visibleAt, handle.message, handle.queue, handle.receipt])
  }
}
