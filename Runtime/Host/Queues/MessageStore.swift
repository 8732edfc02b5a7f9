internal import GRDB

/// The queues' messages in SQLite: one method, one statement. Times are milliseconds since 1970.
///
/// A message is visible when `visible_at` has passed; before that it is in flight when it was received
/// (`receive_count > 0`) and delayed when it was not.
struct MessageStore {
  let database: Database

  static func createTables(_ database: Database) throws {
    // AUTOINCREMENT: a row id is never used twice, so that an old receipt handle cannot name a new message.
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS queue (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE,
          created_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS message (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          queue INTEGER NOT NULL REFERENCES queue(id),
          visible_at INTEGER NOT NULL,
          sent_at INTEGER NOT NULL,
          receive_count INTEGER NOT NULL DEFAULT 0,
          receipt INTEGER NOT NULL DEFAULT 0,
          first_received_at INTEGER,
          last_received_at INTEGER,
          group_id TEXT,
          source_queue INTEGER REFERENCES queue(id),
          message_id TEXT NOT NULL,
          attributes TEXT,
          trace_header TEXT,
          body TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS message_visible ON message(queue, visible_at);
        """)
  }

  /// The id and the creation time of a queue, which keeps both for as long as the file exists.
  func findOrInsertQueue(_ name: String, at now: Int64) throws -> (id: Int64, createdAt: Int64) {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO queue (name, created_at) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id, created_at
        """)
    guard let row = try Row.fetchOne(statement, arguments: [name, now]) else {
      throw DatabaseError(message: "queue \(name) was neither found nor inserted")
    }
    return (row[0], row[1])
  }

  func insert(_ message: NewMessage, into queue: Int64, at now: Int64) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO message (queue, visible_at, sent_at, group_id, message_id, attributes, trace_header, body)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      queue, now + message.delay, now, message.groupID, message.messageID, message.attributes?.text,
      message.traceHeader, message.body,
    ])
  }

  /// The messages that have been visible the longest, except those of the given groups.
  func listVisible(
    in queue: Int64, at now: Int64, limit: Int, excluding groups: String = "[]"
  ) throws -> [StoredMessage] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT message.*, source.name AS source_name
          FROM message LEFT JOIN queue AS source ON source.id = message.source_queue
          WHERE queue = ? AND visible_at <= ?
            AND (? = '[]' OR group_id IS NULL OR group_id NOT IN (SELECT value FROM json_each(?)))
          ORDER BY visible_at, message.id LIMIT ?
          """), arguments: [queue, now, groups, groups, limit]
    ).map(StoredMessage.init)
  }

  /// The groups that hold at least 30 and more than a tenth of the messages in flight, as a JSON array.
  /// These are the bounds at which SQS's fair queues call a tenant noisy.
  func findNoisyGroups(in queue: Int64, at now: Int64) throws -> String {
    let statement = try database.cachedStatement(
      sql: """
        WITH flying AS (
          SELECT group_id, count(*) AS number FROM message
          WHERE queue = ? AND visible_at > ? AND receive_count > 0 GROUP BY group_id)
        SELECT json_group_array(group_id) FROM flying
        WHERE group_id IS NOT NULL AND number >= 30
          AND number * 10 > (SELECT sum(number) FROM flying)
        """)
    return try String.fetchOne(statement, arguments: [queue, now]) ?? "[]"
  }

  func updateReceived(_ message: Int64, until visibleAt: Int64, at now: Int64) throws {
    try database.cachedStatement(
      sql: """
        UPDATE message SET visible_at = ?, receive_count = receive_count + 1, receipt = receipt + 1,
          first_received_at = coalesce(first_received_at, ?), last_received_at = ? WHERE id = ?
        """
    ).execute(arguments: [visibleAt, now, now, message])
  }

  func updateDeadLettered(_ message: Int64, from source: Int64, to queue: Int64, at now: Int64) throws {
    try database.cachedStatement(
      sql: "UPDATE message SET queue = ?, source_queue = ?, visible_at = ? WHERE id = ?"
    ).execute(arguments: [queue, source, now, message])
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

  func updateVisibility(of message: Int64, until visibleAt: Int64) throws {
    try database.cachedStatement(sql: "UPDATE message SET visible_at = ? WHERE id = ?")
      .execute(arguments: [visibleAt, message])
  }
}
