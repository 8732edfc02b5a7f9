internal import Core
internal import GRDB

/// The rows of multipart uploads: one method, one statement.
struct UploadStore {
  let database: Database

  func insert(_ upload: StoredUpload) throws {
    try database.cachedStatement(sql: "INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?, ?)").execute(arguments: [
      upload.id, upload.bucket, upload.key, upload.createdAt, upload.attributes.json.text,
      upload.checksum?.algorithm.rawValue, upload.checksum?.type.rawValue,
    ])
  }

  func find(_ id: String, key: String, in bucket: String) throws -> StoredUpload? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM upload WHERE id = ? AND bucket = ? AND key = ?"),
      arguments: [id, bucket, key]
    ).map(StoredUpload.init)
  }

  /// In the order of keys, then of ids, after the given ones.
  func list(in bucket: String, prefix: String, afterKey key: String, id: String, limit: Int) throws
    -> [StoredUpload]
  {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT * FROM upload WHERE bucket = ? AND substr(key, 1, length(?)) = ?
            AND (key > ? OR key = ? AND id > ?) ORDER BY key, id LIMIT ?
          """), arguments: [bucket, prefix, prefix, key, key, id, limit]
    ).map(StoredUpload.init)
  }

  func listBegun(in bucket: String, prefix: String, before time: Int64) throws -> [StoredUpload] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT * FROM upload WHERE bucket = ? AND substr(key, 1, length(?)) = ? AND created_at < ?"),
      arguments: [bucket, prefix, prefix, time]
    ).map(StoredUpload.init)
  }

  func delete(_ id: String) throws {
    try database.cachedStatement(sql: "DELETE FROM upload WHERE id = ?").execute(arguments: [id])
  }

  // MARK: Parts

  func findPart(_ number: Int, of upload: String) throws -> StoredPart? {
    try Row.fetchOne(
      database.cachedStatement(sql: "SELECT * FROM part WHERE upload = ? AND number = ?"),
      arguments: [upload, number]
    ).map(StoredPart.init)
  }

  func upsert(_ part: StoredPart, of upload: String) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (upload, number) DO UPDATE SET content = excluded.content, size = excluded.size,
          etag = excluded.etag, modified_at = excluded.modified_at, checksum = excluded.checksum
        """
    ).execute(arguments: [
      upload, part.number, part.content, part.size, part.etag, part.modifiedAt, part.checksum,
    ])
  }

  func listParts(of upload: String, after number: Int = 0, limit: Int = 10_000) throws -> [StoredPart] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: "SELECT * FROM part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?"),
      arguments: [upload, number, limit]
    ).map(StoredPart.init)
  }

  func deleteParts(of upload: String) throws {
    try database.cachedStatement(sql: "DELETE FROM part WHERE upload = ?").execute(arguments: [upload])
  }
}

extension StoredUpload {
  init(_ row: Row) {
    var checksum: (algorithm: ChecksumAlgorithm, type: ChecksumType)?
    if let algorithm = (row["checksum_algorithm"] as String?).flatMap(ChecksumAlgorithm.init(rawValue:)),
      let type = (row["checksum_type"] as String?).flatMap(ChecksumType.init(rawValue:))
    {
      checksum = (algorithm, type)
    }
    self.init(
      id: row["id"], bucket: row["bucket"], key: row["key"], createdAt: row["created_at"],
      attributes: ObjectAttributes(stored: row["attributes"]), checksum: checksum)
  }
}

extension StoredPart {
  init(_ row: Row) {
    self.init(
      number: row["number"], content: row["content"], size: row["size"], etag: row["etag"],
      modifiedAt: row["modified_at"], checksum: row["checksum"])
  }
}
