internal import Core

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html and API_UploadPartCopy.html
enum UploadPart {
  static func run(_ call: ObjectCall) async throws {
    let number = try number(call)
    let upload = try call.library.read { try MultipartUploads.find(call, $0) }
    let payload = try await ReceivedPayload.receive(call, algorithm: upload.checksum?.algorithm)
    if let algorithm = upload.checksum?.algorithm, let sent = payload.checksum, sent.algorithm != algorithm {
      call.library.blobs.remove(payload.segments.map(\.blob))
      throw S3Error.invalidRequest(
        "Checksum Type mismatch occurred, expected checksum Type: \(algorithm.rawValue.lowercased()), actual checksum "
          + "Type: \(sent.algorithm.rawValue.lowercased())")
    }
    let part = try call.library.write(keeping: payload.segments) { transaction in
      try store(
        number, payload.segments, size: payload.size, md5: payload.md5, payload.checksum?.value, call,
        transaction)
    }
    var headers = [(name: "etag", value: EntityTag.quoted(part.etag))]
    if let checksum = payload.checksum { headers.append((checksum.algorithm.header, checksum.value)) }
    try await call.answer(200, headers)
  }

  static func runCopy(_ call: ObjectCall) async throws {
    let number = try number(call)
    let library = call.library
    let ticket = library.blobs.beginReading()
    defer { library.blobs.endReading(ticket) }
    let upload = try library.read { try MultipartUploads.find(call, $0) }
    let source = try CopySource.find(call)
    var range = 0..<source.object.size
    if let text = call.header("x-amz-copy-source-range") {
      guard let given = try ByteRange.parse(text, size: source.object.size),
        text == "bytes=\(given.lowerBound)-\(given.upperBound - 1)"
      else {
        throw S3Error.invalidArgument(
          "x-amz-copy-source-range", text,
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
            + "zero-based offsets of the first and last bytes to copy")
      }
      range = given
    }
    guard range.count <= ObjectLimits.largestUpload else {
      throw S3Error.tooLarge(range.count, limit: ObjectLimits.largestUpload)
    }
    let segments = Segment.slice(source.segments, range)
    let sums = try CopySource.sums(of: segments, upload.checksum?.algorithm, in: library.blobs)
    let part = try library.write { transaction in
      guard try segments.allSatisfy({ try transaction.objects.existsSegment(in: $0.blob) }) else {
        throw S3Error.noSuchKey(source.object.key)
      }
      return try store(
        number, segments, size: range.count, md5: sums.md5, sums.checksum?.value, call, transaction)
    }
    let xml = XMLWriter.document("CopyPartResult") { xml in
      xml.element("LastModified", XMLTime.text(milliseconds: part.modifiedAt))
      xml.element("ETag", EntityTag.quoted(part.etag))
      if let checksum = sums.checksum { xml.element(checksum.algorithm.element, checksum.value) }
    }
    try await call.answer(200, xml: xml)
  }

  private static func number(_ call: ObjectCall) throws(S3Error) -> Int {
    _ = try call.bucket()
    let text = call.parameter("partNumber") ?? ""
    guard let number = Int(text), ObjectLimits.parts.contains(number) else {
      throw .invalidArgument(
        "partNumber", text, "Part number must be an integer between 1 and 10000, inclusive")
    }
    return number
  }

  private static func store(
    _ number: Int, _ segments: [Segment], size: Int, md5: [UInt8], _ checksum: String?, _ call: ObjectCall,
    _ transaction: ObjectTransaction
  ) throws -> StoredPart {
    let upload = try MultipartUploads.find(call, transaction)
    let old = try transaction.uploads.findPart(number, of: upload.id)
    let part = StoredPart(
      number: number, content: try transaction.insert(segments), size: size, etag: Hex.encode(md5),
      modifiedAt: call.library.milliseconds, checksum: upload.checksum == nil ? nil : checksum)
    try transaction.uploads.upsert(part, of: upload.id)
    if let old { try transaction.discard(old.content) }
    return part
  }
}
