internal import Core
internal import GRDB

/// The rows of asynchronous events that have not come to an end: one method, one statement. Times are microseconds since
/// 1970.
struct EventStore {
  let database: Database

  static func createTable(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS event (
          request_id TEXT PRIMARY KEY,
          function TEXT NOT NULL,
          payload TEXT NOT NULL,
          trace_id TEXT,
          client_context TEXT,
          cognito_identity TEXT,
          tenant_id TEXT,
          arrived_at INTEGER NOT NULL,
          runs INTEGER NOT NULL,
          due_at INTEGER NOT NULL);
        """)
  }

  func insert(_ event: AsynchronousEvent, for function: String) throws {
    try database.cachedStatement(sql: "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .execute(arguments: [
        event.requestID, function, String(decoding: event.payload, as: UTF8.self), event.traceID,
        event.clientContext,
        event.cognitoIdentity, event.tenantID, event.arrival.microseconds, event.runs,
        event.arrival.microseconds,
      ])
  }

  func update(_ requestID: String, runs: Int, dueAt: Instant) throws {
    try database.cachedStatement(sql: "UPDATE event SET runs = ?, due_at = ? WHERE request_id = ?")
      .execute(arguments: [runs, dueAt.microseconds, requestID])
  }

  func delete(_ requestID: String) throws {
    try database.cachedStatement(sql: "DELETE FROM event WHERE request_id = ?")
      .execute(arguments: [requestID])
  }

  /// All of them, in the order in which they are due.
  func list() throws -> [KeptEvent] {
    try Row.fetchAll(database, sql: "SELECT * FROM event ORDER BY due_at, request_id").map { row in
      let payload: String = row["payload"]
      let event = AsynchronousEvent(
        requestID: row["request_id"], payload: Array(payload.utf8), traceID: row["trace_id"],
        clientContext: row["client_context"], cognitoIdentity: row["cognito_identity"],
        tenantID: row["tenant_id"], arrival: Instant(microseconds: row["arrived_at"]), runs: row["runs"])
      return KeptEvent(
        event: event, function: row["function"], dueAt: Instant(microseconds: row["due_at"]))
    }
  }
}

/// An event that an earlier host has left.
struct KeptEvent: Sendable {
  let event: AsynchronousEvent
  /// A logical id.
  let function: String
  let dueAt: Instant
}
