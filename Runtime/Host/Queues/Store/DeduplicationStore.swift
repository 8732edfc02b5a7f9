internal import GRDB

/// What was sent to FIFO queues in the last five minutes, also when it is deleted by now: one method, one statement.
struct DeduplicationStore {
  /// Milliseconds.
  static let interval: Int64 = 300_000

  let database: Database

  /// The message that was sent with this id before.
  func find(_ id: String, within scope: String, in queue: Int64, at now: Int64) throws -> SentMessage? {
    let statement = try database.cachedStatement(
      sql: """
        SELECT message, message_id FROM deduplication
        WHERE queue = ? AND scope = ? AND deduplication_id = ? AND expires_at > ?
        """)
    return try Row.fetchOne(statement, arguments: [queue, scope, id, now]).map {
      SentMessage(id: $0["message_id"], sequence: $0["message"])
    }
  }

  func insert(
    _ id: String, within scope: String, in queue: Int64, for message: SentMessage, at now: Int64
  ) throws {
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO deduplication (queue, scope, deduplication_id, message, message_id, expires_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [queue, scope, id, message.sequence, message.id, now + Self.interval])
  }

  func deleteExpired(at now: Int64) throws {
    try database.cachedStatement(sql: "DELETE FROM deduplication WHERE expires_at <= ?")
      .execute(arguments: [now])
  }
}

/// What a sender learns of a message.
struct SentMessage {
  let id: String
  /// Rises with every message of the file; nil when nobody asks for the order.
  let sequence: Int64?
}
