internal import Core

/// A body that has been stored as a file, with all promises about it kept.
struct ReceivedPayload {
  let segments: [Segment]
  let size: Int
  let md5: [UInt8]
  /// In base 64.
  let checksum: (algorithm: ChecksumAlgorithm, value: String)?

  /// Streams the body of a request to a new file, which is durable afterwards and belongs to the caller.
  /// `algorithm` is computed besides, when the client sends no checksum of its own.
  static func receive(_ call: ObjectCall, algorithm: ChecksumAlgorithm? = nil) async throws -> ReceivedPayload
  {
    let reader = try PayloadReader(call)
    guard reader.length <= ObjectLimits.largestUpload else {
      throw S3Error.tooLarge(reader.length, limit: ObjectLimits.largestUpload)
    }
    let writer = try BlobWriter(
      call.library.blobs, checksum: reader.algorithm ?? algorithm, hashesPayload: reader.isHashed)
    while let piece = try await reader.next() { try writer.write(piece) }
    let sums = writer.sums()
    try reader.checkHash(sums.sha256)
    try reader.checkMD5(sums.md5)
    if let checksum = sums.checksum { try reader.check(checksum.value, checksum.algorithm) }
    return ReceivedPayload(
      segments: try writer.finish(), size: writer.size, md5: sums.md5, checksum: sums.checksum)
  }

  var wholeChecksum: Checksum? {
    checksum.map { Checksum(algorithm: $0.algorithm, value: $0.value, type: .fullObject) }
  }
}
