internal import GRDB

/// Statements about whole queues.
extension MessageStore {
  func deleteAll(in queue: Int64) throws {
    try database.cachedStatement(sql: "DELETE FROM message WHERE queue = ?").execute(arguments: [queue])
  }

  /// Drops what was sent before the given time.
  func deleteExpired(in queue: Int64, sentBefore time: Int64) throws {
    try database.cachedStatement(sql: "DELETE FROM message WHERE queue = ? AND sent_at < ?")
      .execute(arguments: [queue, time])
  }

  /// Moves the visible messages of a dead-letter queue to the destination, or each to the queue it came from.
  /// They count as newly sent, so that they are not dead-lettered again by the next receive.
  /// Returns how many were moved.
  func updateRedriven(from deadLetterQueue: Int64, to destination: Int64?, at now: Int64) throws -> Int {
    try database.cachedStatement(
      sql: """
        UPDATE message SET queue = coalesce(?, source_queue), source_queue = NULL, visible_at = ?, sent_at = ?,
          receive_count = 0, first_received_at = NULL, last_received_at = NULL
        WHERE queue = ? AND visible_at <= ? AND coalesce(?, source_queue) IS NOT NULL
        """
    ).execute(arguments: [destination, now, now, deadLetterQueue, now, destination])
    return database.changesCount
  }

  /// The messages of a queue by state, and when the oldest of those that are not delayed was sent.
  func findDepth(of queue: Int64, at now: Int64) throws -> Depth {
    let statement = try database.cachedStatement(
      sql: """
        SELECT count(*) FILTER (WHERE visible_at <= :now),
          count(*) FILTER (WHERE visible_at > :now AND receive_count > 0),
          count(*) FILTER (WHERE visible_at > :now AND receive_count = 0),
          min(sent_at) FILTER (WHERE visible_at <= :now OR receive_count > 0)
        FROM message WHERE queue = :queue
        """)
    guard let row = try Row.fetchOne(statement, arguments: ["now": now, "queue": queue]) else {
      return Depth(visible: 0, inFlight: 0, delayed: 0, oldestSentAt: nil)
    }
    return Depth(visible: row[0], inFlight: row[1], delayed: row[2], oldestSentAt: row[3])
  }

  /// The messages of a queue in the order in which they were sent, whatever their state.
  func listOldest(in queue: String, limit: Int) throws -> [QueueInspection.Message] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT message.*, source.name AS source_name
        FROM message JOIN queue ON queue.id = message.queue
          LEFT JOIN queue AS source ON source.id = message.source_queue
        WHERE queue.name = ? ORDER BY message.id LIMIT ?
        """)
    return try Row.fetchAll(statement, arguments: [queue, limit]).map { row in
      QueueInspection.Message(
        messageID: row["message_id"], body: row["body"], sentAt: row["sent_at"], visibleAt: row["visible_at"],
        receiveCount: row["receive_count"], sourceQueue: row["source_name"])
    }
  }

  struct Depth {
    let visible: Int
    let inFlight: Int
    let delayed: Int
    let oldestSentAt: Int64?
  }
}
