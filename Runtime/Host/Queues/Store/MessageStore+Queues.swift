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

  /// A new delay of a FIFO queue holds for what waits in it, too.
  func updateDelays(in queue: Int64, to delay: Int64) throws {
    try database.execute(
      sql: "UPDATE message SET visible_at = sent_at + ? WHERE queue = ? AND receive_count = 0",
      arguments: [delay, queue])
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
