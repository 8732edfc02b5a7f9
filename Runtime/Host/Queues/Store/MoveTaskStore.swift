internal import GRDB

/// A task that moves messages out of a dead-letter queue.
struct MoveTask {
  let id: String
  let source: Int64
  /// nil: each to where it came from.
  let destination: Int64?
  /// Messages a second; nil for as fast as it goes.
  let rate: Int?
  let status: String
  let failure: String?
  /// Milliseconds since 1970.
  let startedAt: Int64
  let total: Int
  let moved: Int

  init(_ row: Row) {
    id = row["id"]
    source = row["source"]
    destination = row["destination"]
    rate = row["rate"]
    status = row["status"]
    failure = row["failure"]
    startedAt = row["started_at"]
    total = row["total"]
    moved = row["moved"]
  }
}

/// One method, one statement.
struct MoveTaskStore {
  let database: Database

  func insert(
    _ id: String, from source: Int64, to destination: Int64?, rate: Int?, at now: Int64
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO move_task (id, source, destination, rate, status, started_at, total)
        SELECT ?, ?, ?, ?, 'RUNNING', ?, count(*) FROM message WHERE queue = ? AND visible_at <= ?
        """, arguments: [id, source, destination, rate, now, source, now])
  }

  func find(_ id: String) throws -> MoveTask? {
    try Row.fetchOne(database, sql: "SELECT * FROM move_task WHERE id = ?", arguments: [id]).map(
      MoveTask.init)
  }

  /// The newest first.
  func list(of source: Int64, limit: Int) throws -> [MoveTask] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM move_task WHERE source = ? ORDER BY started_at DESC, rowid DESC LIMIT ?",
      arguments: [source, limit]
    ).map(MoveTask.init)
  }

  func listRunning() throws -> [MoveTask] {
    try Row.fetchAll(database, sql: "SELECT * FROM move_task WHERE status = 'RUNNING'").map(MoveTask.init)
  }

  /// Only a running task changes.
  func updateStatus(of id: String, to status: String, because failure: String? = nil) throws {
    try database.execute(
      sql: "UPDATE move_task SET status = ?, failure = ? WHERE id = ? AND status = 'RUNNING'",
      arguments: [status, failure, id])
  }

  func updateMoved(of id: String, by count: Int) throws {
    try database.execute(sql: "UPDATE move_task SET moved = moved + ? WHERE id = ?", arguments: [count, id])
  }

  /// SQS tells of the ten last.
  func deleteOld(of source: Int64) throws {
    try database.execute(
      sql: """
        DELETE FROM move_task WHERE source = ? AND status <> 'RUNNING' AND id NOT IN
          (SELECT id FROM move_task WHERE source = ? ORDER BY started_at DESC, rowid DESC LIMIT 10)
        """, arguments: [source, source])
  }

  /// Moves up to `limit` visible messages and returns how many. They count as newly sent, with new ids
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html),
  /// so that they are not dead-lettered again by the next receive.
  func updateMessages(from source: Int64, to destination: Int64?, limit: Int, at now: Int64) throws -> Int {
    try database.cachedStatement(
      sql: """
        UPDATE message SET queue = coalesce(:destination, source_queue), source_queue = NULL, visible_at = :now,
          sent_at = :now, receive_count = 0, first_received_at = NULL, last_received_at = NULL,
          message_id = lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
            || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))
        WHERE id IN (SELECT id FROM message WHERE queue = :source AND visible_at <= :now
          AND coalesce(:destination, source_queue) IS NOT NULL ORDER BY id LIMIT :limit)
        """
    ).execute(arguments: ["destination": destination, "now": now, "source": source, "limit": limit])
    return database.changesCount
  }

  /// Whether a message is there of which nobody knows where it came from.
  func hasStranded(in source: Int64, at now: Int64) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM message WHERE queue = ? AND visible_at <= ? AND source_queue IS NULL)
        """, arguments: [source, now]) ?? false
  }
}
