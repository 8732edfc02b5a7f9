/// A multipart upload that is neither completed nor aborted.
struct StoredUpload: Sendable {
  let id: String
  let bucket: String
  let key: String
  /// Milliseconds since 1970.
  let createdAt: Int64
  let attributes: ObjectAttributes
  let checksum: (algorithm: ChecksumAlgorithm, type: ChecksumType)?
}

/// An uploaded part.
struct StoredPart: Sendable {
  /// 1 to 10,000.
  let number: Int
  let content: Int64
  let size: Int
  /// Without quotes.
  let etag: String
  /// Milliseconds since 1970.
  let modifiedAt: Int64
  /// In base 64, of the upload's algorithm.
  let checksum: String?
}
