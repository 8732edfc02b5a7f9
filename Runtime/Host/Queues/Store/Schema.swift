internal import GRDB

/// The tables of the queue file, brought up to date step by step; `user_version` counts the steps taken.
enum Schema {
  private static let steps = [
    // AUTOINCREMENT: a row id is never used twice, so that an old receipt handle cannot name a new message.
    """
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
    """,
    // `attributes` are those of a queue that was created and not declared. The indexes of FIFO queues hold nothing
    // of others, which therefore do not pay for them.
    """
    ALTER TABLE queue ADD COLUMN attributes TEXT;
    ALTER TABLE queue ADD COLUMN tags TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE queue ADD COLUMN modified_at INTEGER;
    ALTER TABLE queue ADD COLUMN purged_at INTEGER;
    ALTER TABLE message ADD COLUMN deduplication_id TEXT;
    CREATE INDEX message_order ON message(queue) WHERE deduplication_id IS NOT NULL;
    CREATE INDEX message_group ON message(queue, group_id, visible_at) WHERE deduplication_id IS NOT NULL;
    CREATE TABLE deduplication (
      queue INTEGER NOT NULL REFERENCES queue(id),
      scope TEXT NOT NULL,
      deduplication_id TEXT NOT NULL,
      message INTEGER NOT NULL,
      message_id TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (queue, scope, deduplication_id)) WITHOUT ROWID;
    CREATE INDEX deduplication_expiry ON deduplication(expires_at);
    CREATE TABLE move_task (
      id TEXT PRIMARY KEY,
      source INTEGER NOT NULL REFERENCES queue(id),
      destination INTEGER REFERENCES queue(id),
      rate INTEGER,
      status TEXT NOT NULL,
      failure TEXT,
      started_at INTEGER NOT NULL,
      total INTEGER NOT NULL,
      moved INTEGER NOT NULL DEFAULT 0);
    """,
  ]

  static func migrate(_ database: Database) throws {
    let done = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    for step in steps.dropFirst(done) { try database.execute(sql: step) }
    try database.execute(sql: "PRAGMA user_version = \(steps.count)")
  }
}
