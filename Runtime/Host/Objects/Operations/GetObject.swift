internal import HTTPServer
internal import Core

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html and API_HeadObject.html
enum GetObject {
  static func run(_ call: ObjectCall) async throws {
    let library = call.library
    let (bucket, key) = (try call.bucket(), try call.key())
    let ticket = library.blobs.beginReading()
    defer { library.blobs.endReading(ticket) }
    let found = try library.read { transaction in
      guard let object = try transaction.objects.find(key, in: bucket.name) else {
        throw S3Error.noSuchKey(key)
      }
      return (object, try transaction.objects.listSegments(of: object.content))
    }
    let (object, segments) = found
    try Preconditions(call).checkRead(object, notModified: notModified(object))
    let part = try partRange(call, object)
    let range =
      try part
      ?? call.header("range").flatMap { text throws(S3Error) in
        try ByteRange.parse(text, size: object.size)
      }
    var headers = call.headers(of: object, isWhole: range == nil)
    if let range {
      headers.append(("content-range", "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(object.size)"))
    }
    if call.has("partNumber"), !object.partSizes.isEmpty {
      headers.append(("x-amz-mp-parts-count", String(object.partSizes.count)))
    }
    let wanted = range ?? 0..<object.size
    try await call.begin(range == nil ? 200 : 206, headers, length: wanted.count)
    if call.request.method != "HEAD" {
      let reader = SegmentReader(Segment.slice(segments, wanted), in: library.blobs)
      while let piece = try reader.next() { try await call.exchange.write(piece) }
    }
    try await call.exchange.end()
  }

  private static func notModified(_ object: StoredObject) -> S3Error {
    var error = S3Error(304, "NotModified", "Not Modified")
    error.headers = [
      ("etag", EntityTag.quoted(object.etag)), ("last-modified", HTTPDate.text(object.modified)),
    ]
    return error
  }

  /// The bytes of one part; nil when none is asked for.
  private static func partRange(_ call: ObjectCall, _ object: StoredObject) throws(S3Error) -> Range<Int>? {
    guard call.has("partNumber") else { return nil }
    let sizes = object.partSizes.isEmpty ? [object.size] : object.partSizes
    guard let number = call.parameter("partNumber").flatMap({ Int(digits: $0) }),
      (1...sizes.count).contains(number)
    else {
      throw S3Error(
        416, "InvalidPartNumber", "The requested partnumber is not satisfiable",
        details: [("ActualPartCount", String(sizes.count))])
    }
    guard object.size > 0 else { return nil }
    let start = sizes[..<(number - 1)].reduce(0, +)
    return start..<(start + sizes[number - 1])
  }
}
