internal import Core
internal import GRDB

/// What the store knows of a queue.
struct QueueRow {
  let id: Int64
  let name: String
  /// Milliseconds since 1970.
  let createdAt: Int64
  /// Milliseconds since 1970.
  let modifiedAt: Int64
  /// Of a created queue; nil for one that was only ever declared.
  let attributes: [String: String]?
  let tags: [String: String]

  init(_ row: Row) {
    id = row["id"]
    name = row["name"]
    createdAt = row["created_at"]
    modifiedAt = (row["modified_at"] as Int64?) ?? row["created_at"]
    attributes = (row["attributes"] as String?).map(Self.pairs)
    tags = Self.pairs(row["tags"])
  }

  private static func pairs(_ text: String) -> [String: String] {
    let members = (try? JSON(parsing: text))?.object?.members ?? []
    return Dictionary(members.compactMap { name, value in value.string.map { (name, $0) } }) { _, last in last
    }
  }

  static func text(_ pairs: [String: String]) -> String {
    JSON.object(JSONObject(pairs.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })).text
  }
}

/// The queues themselves in SQLite: one method, one statement.
struct QueueStore {
  let database: Database

  /// A declared queue, which keeps its id for as long as the file exists.
  func findOrInsert(_ name: String, at now: Int64) throws -> QueueRow {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO queue (name, created_at) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING *
        """)
    guard let row = try Row.fetchOne(statement, arguments: [name, now]) else {
      throw DatabaseError(message: "queue \(name) was neither found nor inserted")
    }
    return QueueRow(row)
  }

  func find(_ name: String) throws -> QueueRow? {
    try Row.fetchOne(database, sql: "SELECT * FROM queue WHERE name = ?", arguments: [name]).map(
      QueueRow.init)
  }

  func listCreated() throws -> [QueueRow] {
    try Row.fetchAll(database, sql: "SELECT * FROM queue WHERE attributes IS NOT NULL ORDER BY id")
      .map(QueueRow.init)
  }

  /// A queue that was declared once and is not any more is taken over with what it holds.
  func upsertCreated(
    _ name: String, attributes: [String: String], tags: [String: String], at now: Int64
  ) throws -> QueueRow {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO queue (name, created_at, attributes, tags) VALUES (?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET attributes = excluded.attributes, tags = excluded.tags RETURNING *
        """)
    let arguments: StatementArguments = [name, now, QueueRow.text(attributes), QueueRow.text(tags)]
    guard let row = try Row.fetchOne(statement, arguments: arguments) else {
      throw DatabaseError(message: "queue \(name) was not inserted")
    }
    return QueueRow(row)
  }

  func updateAttributes(of queue: Int64, _ attributes: [String: String], at now: Int64) throws {
    try database.execute(
      sql: "UPDATE queue SET attributes = ?, modified_at = ? WHERE id = ?",
      arguments: [QueueRow.text(attributes), now, queue])
  }

  func updateTags(of queue: Int64, _ tags: [String: String]) throws {
    try database.execute(
      sql: "UPDATE queue SET tags = ? WHERE id = ?", arguments: [QueueRow.text(tags), queue])
  }

  /// False when it was purged less than a minute ago.
  func updatePurged(_ queue: Int64, at now: Int64) throws -> Bool {
    try database.execute(
      sql: "UPDATE queue SET purged_at = ? WHERE id = ? AND (purged_at IS NULL OR purged_at <= ?)",
      arguments: [now, queue, now - 60_000])
    return database.changesCount > 0
  }

  /// The queue with all that refers to it.
  func delete(_ queue: Int64) throws {
    for sql in [
      "DELETE FROM deduplication WHERE queue = ?", "DELETE FROM move_task WHERE source = ?",
      "UPDATE move_task SET destination = NULL, status = 'FAILED', failure = 'DestinationDeleted' WHERE destination = ?",
      "DELETE FROM message WHERE queue = ?", "UPDATE message SET source_queue = NULL WHERE source_queue = ?",
      "DELETE FROM queue WHERE id = ?",
    ] {
      try database.execute(sql: sql, arguments: [queue])
    }
  }
}
