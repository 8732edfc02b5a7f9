package import Core
internal import Database

/// A copy of what is kept about a person or an organization, that was asked for.
package struct DataExport: Sendable {
  package let id: UUID
  package let subject: Subject
  package let state: String
  /// How many files it has.
  package let files: Int
  private let bytes: Int64
  private let createdAt: Instant
  package let expiresAt: Instant

  /// The key of a file in the bucket; the first is 1.
  static func key(of id: UUID, file: Int) -> String { "\(id)/part-\(file).json" }

  package var keys: [String] { files == 0 ? [] : (1...files).map { Self.key(of: id, file: $0) } }

  /// `urls` are where its files can be read, in their order.
  package func json(urls: [String]) -> JSON {
    [
      "id": JSON(describing: id), "kind": .string(subject.kind), "state": .string(state),
      "created_at": JSON(describing: createdAt), "expires_at": JSON(describing: expiresAt),
      "bytes": .integer(bytes), "download_urls": .array(urls.map { .string($0) }),
    ]
  }

  init(_ row: Row) throws {
    id = try row.value("id")
    let kind: String = try row.value("kind")
    guard let subject = Subject(kind: kind, id: try row.value("subject_id")) else {
      throw DatabaseError.refused(sqlState: "22023", message: "an unknown kind of export: \(kind)")
    }
    self.subject = subject
    state = try row.value("state")
    files = try row.value("files")
    bytes = try row.value("bytes")
    createdAt = try row.value("created_at")
    expiresAt = try row.value("expires_at")
  }
}
