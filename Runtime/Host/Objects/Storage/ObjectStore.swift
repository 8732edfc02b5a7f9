internal import Core
internal import GRDB

/// The rows of objects: one method, one statement. Times are milliseconds since 1970. Keys compare as their UTF-8
/// bytes, which is the order that S3 lists them in.
struct ObjectStore {
  let database: Database

  static func createTables(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS content (id INTEGER PRIMARY KEY AUTOINCREMENT);
        CREATE TABLE IF NOT EXISTS segment (
          content INTEGER NOT NULL REFERENCES content(id),
          position INTEGER NOT NULL,
          blob TEXT NOT NULL,
          start INTEGER NOT NULL,
          length INTEGER NOT NULL CHECK (length > 0),
          PRIMARY KEY (content, position)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS segment_blob ON segment(blob);
        CREATE TABLE IF NOT EXISTS object (
          bucket TEXT NOT NULL,
          key TEXT NOT NULL,
          content INTEGER NOT NULL REFERENCES content(id),
          size INTEGER NOT NULL,
          etag TEXT NOT NULL,
          modified_at INTEGER NOT NULL,
          attributes TEXT NOT NULL,
          checksum_algorithm TEXT,
          checksum TEXT,
          checksum_type TEXT,
          part_sizes TEXT NOT NULL,
          PRIMARY KEY (bucket, key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS upload (
          id TEXT PRIMARY KEY,
          bucket TEXT NOT NULL,
          key TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          attributes TEXT NOT NULL,
          checksum_algorithm TEXT,
          checksum_type TEXT);
        CREATE INDEX IF NOT EXISTS upload_key ON upload(bucket, key, id);
        CREATE TABLE IF NOT EXISTS part (
          upload TEXT NOT NULL REFERENCES upload(id),
          number INTEGER NOT NULL,
          content INTEGER NOT NULL REFERENCES content(id),
          size INTEGER NOT NULL,
          etag TEXT NOT NULL,
          modified_at INTEGER NOT NULL,
          checksum TEXT,
          PRIMARY KEY (upload, number)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS notification (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          function TEXT NOT NULL,
          event TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          attempts INTEGER NOT NULL DEFAULT 0,
          due_at INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS notification_due ON notification(due_at);
        """)
  }

  // MARK: Contents

  func insertContent() throws -> Int64 {
    try database.cachedStatement(sql: "INSERT INTO content DEFAULT VALUES").execute()
    return database.lastInsertedRowID
  }

  func insert(_ segment: Segment, into content: Int64, at position: Int) throws {
    try database.cachedStatement(sql: "INSERT INTO segment VALUES (?, ?, ?, ?, ?)")
      .execute(arguments: [content, position, segment.blob, segment.start, segment.length])
  }

  func listSegments(of content: Int64) throws -> [Segment] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT blob, start, length FROM segment WHERE content = ? ORDER BY position"),
      arguments: [content]
    ).map { Segment(blob: $0[0], start: $0[1], length: $0[2]) }
  }

  /// The files that only this content is in.
  func listOwnBlobs(of content: Int64) throws -> [String] {
    try String.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT DISTINCT blob FROM segment AS own WHERE content = ?
            AND NOT EXISTS (SELECT 1 FROM segment WHERE blob = own.blob AND content <> own.content)
          """), arguments: [content])
  }

  func deleteSegments(of content: Int64) throws {
    try database.cachedStatement(sql: "DELETE FROM segment WHERE content = ?").execute(arguments: [content])
  }

  func deleteContent(_ content: Int64) throws {
    try database.cachedStatement(sql: "DELETE FROM content WHERE id = ?").execute(arguments: [content])
  }

  func existsSegment(in blob: String) throws -> Bool {
    try Bool.fetchOne(
      database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM segment WHERE blob = ?)"),
      arguments: [blob]) ?? false
  }

  // MARK: Objects

  func find(_ key: String, in bucket: String) throws -> StoredObject? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM object WHERE bucket = ? AND key = ?"),
      arguments: [bucket, key]
    ).map(StoredObject.init)
  }

  func upsert(_ object: StoredObject) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (bucket, key) DO UPDATE SET content = excluded.content, size = excluded.size,
          etag = excluded.etag, modified_at = excluded.modified_at, attributes = excluded.attributes,
          checksum_algorithm = excluded.checksum_algorithm, checksum = excluded.checksum,
          checksum_type = excluded.checksum_type, part_sizes = excluded.part_sizes
        """
    ).execute(arguments: [
      object.bucket, object.key, object.content, object.size, object.etag, object.modifiedAt,
      object.attributes.json.text, object.checksum?.algorithm.rawValue, object.checksum?.value,
      object.checksum?.type.rawValue, object.partSizes.map(String.init).joined(separator: ","),
    ])
  }

  func updateAttributes(_ attributes: ObjectAttributes, of key: String, in bucket: String) throws {
    try database.cachedStatement(sql: "UPDATE object SET attributes = ? WHERE bucket = ? AND key = ?")
      .execute(arguments: [attributes.json.text, bucket, key])
  }

  func delete(_ key: String, in bucket: String) throws {
    try database.cachedStatement(sql: "DELETE FROM object WHERE bucket = ? AND key = ?")
      .execute(arguments: [bucket, key])
  }

  /// In the order of their keys, from `start` on, or after it when that is not `included`.
  func list(in bucket: String, from start: String, included: Bool, limit: Int) throws
    -> [StoredObject]
  {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM object WHERE bucket = ? AND key >= ? AND (? OR key > ?)
          ORDER BY key LIMIT ?
          """), arguments: [bucket, start, included, start, limit]
    ).map(StoredObject.init)
  }

  /// Objects under a prefix that have not changed since a time.
  func listUnchanged(in bucket: String, prefix: String, since time: Int64, limit: Int) throws
    -> [StoredObject]
  {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM object WHERE bucket = ? AND substr(key, 1, length(?)) = ? AND modified_at < ?
          ORDER BY key LIMIT ?
          """), arguments: [bucket, prefix, prefix, time, limit]
    ).map(StoredObject.init)
  }
}

extension StoredObject {
  init(_ row: Row) {
    let algorithm = (row["checksum_algorithm"] as String?).flatMap(ChecksumAlgorithm.init(rawValue:))
    let value: String? = row["checksum"]
    let type = (row["checksum_type"] as String?).flatMap(ChecksumType.init(rawValue:))
    var checksum: Checksum?
    if let algorithm, let value, let type {
      checksum = Checksum(algorithm: algorithm, value: value, type: type)
    }
    let partSizes: String = row["part_sizes"]
    self.init(
      bucket: row["bucket"], key: row["key"], size: row["size"], etag: row["etag"],
      modifiedAt: row["modified_at"], content: row["content"],
      attributes: ObjectAttributes(stored: row["attributes"]), checksum: checksum,
      partSizes: partSizes.split(separator: ",").compactMap { Int($0) })
  }
}
