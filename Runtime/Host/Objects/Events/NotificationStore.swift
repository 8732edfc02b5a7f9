internal import GRDB

/// Events that functions have not taken yet: one method, one statement. Times are milliseconds since 1970.
struct NotificationStore {
  let database: Database

  func insert(_ event: String, for function: String, at now: Int64) throws {
    try database.cachedStatement(
      sql: "INSERT INTO notification (function, event, created_at, due_at) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [function, event, now, now])
  }

  /// Those that are due and not in `excluded`, a JSON array of their ids; the oldest first.
  func listDue(at now: Int64, excluding excluded: String, limit: Int) throws -> [ObjectNotification] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM notification WHERE due_at <= ? AND id NOT IN (SELECT value FROM json_each(?))
          ORDER BY due_at, id LIMIT ?
          """), arguments: [now, excluded, limit]
    ).map {
      ObjectNotification(
        id: $0["id"], function: $0["function"], event: $0["event"], createdAt: $0["created_at"],
        attempts: $0["attempts"])
    }
  }

  func update(_ id: Int64, attempts: Int, dueAt: Int64) throws {
    try database.cachedStatement(sql: "UPDATE notification SET attempts = ?, due_at = ? WHERE id = ?")
      .execute(arguments: [attempts, dueAt, id])
  }

  func delete(_ id: Int64) throws {
    try database.cachedStatement(sql: "DELETE FROM notification WHERE id = ?").execute(arguments: [id])
  }
}
