internal import NIOCore
internal import Core
internal import Cryptography

/// The object that a copy is made of.
struct CopySource {
  let object: StoredObject
  let segments: [Segment]

  /// `x-amz-copy-source`, with its conditions checked. To be read while the caller holds a reader's ticket.
  static func find(_ call: ObjectCall) throws -> CopySource {
    let text = call.header("x-amz-copy-source") ?? ""
    let path = text.split(separator: "?", maxSplits: 1)
    guard path.count < 2 else { throw S3Error.notImplemented("x-amz-copy-source versionId") }
    let parts = PercentEncoding.decode(path.first ?? "").drop { $0 == "/" }
      .split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw S3Error.invalidArgument(
        "x-amz-copy-source", text,
        "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
    }
    try call.require("GetObject", bucket: parts[0], key: parts[1])
    guard call.library.buckets[parts[0]] != nil else { throw S3Error.noSuchBucket(parts[0]) }
    return try call.library.read { transaction in
      guard let object = try transaction.objects.find(parts[1], in: parts[0]) else {
        throw S3Error.noSuchKey(parts[1])
      }
      try Preconditions(call, prefix: "x-amz-copy-source-").checkRead(
        object, notModified: .preconditionFailed)
      return CopySource(object: object, segments: try transaction.objects.listSegments(of: object.content))
    }
  }

  /// Reads the bytes of segments for their sums; nothing is written.
  static func sums(
    of segments: [Segment], _ algorithm: ChecksumAlgorithm?, in blobs: BlobDirectory
  ) throws -> (md5: [UInt8], checksum: Checksum?) {
    let md5 = RunningDigest(.md5)
    let checksum = algorithm.map(RunningChecksum.init)
    let reader = SegmentReader(segments, in: blobs)
    while let piece = try reader.next() {
      piece.withUnsafeReadableBytes {
        md5.update($0)
        checksum?.update($0)
      }
    }
    return (
      md5.finish(),
      checksum.map { Checksum(algorithm: $0.algorithm, value: $0.finish(), type: .fullObject) }
    )
  }
}
