internal import HTTPServer
internal import Core
internal import Cryptography

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
///
/// The object is the list of its parts' files: nothing is copied, however large it is.
enum CompleteUpload {
  private struct Named {
    let number: Int
    let etag: String
    let checksum: String?
  }

  static func run(_ call: ObjectCall) async throws {
    let (bucket, key) = (try call.bucket(), try call.key())
    let library = call.library
    let upload = try library.read { try MultipartUploads.find(call, $0) }
    let document = try await document(call)
    let named = try named(document, upload)
    let conditions = Preconditions(call)
    let object = try library.write { transaction in
      let upload = try MultipartUploads.find(call, transaction)
      let parts = try chosen(named, of: upload, transaction)
      let object = try assemble(parts, upload, call, transaction)
      let old = try transaction.objects.find(key, in: bucket.name)
      try conditions.checkWrite(old, key: key)
      try transaction.replace(old, by: object)
      try transaction.delete(upload)
      try library.tell(.completed, bucket, key: key, object: object, of: call.origin, in: transaction)
      return object
    }
    let host = call.header("host") ?? ""
    let xml = XMLWriter.document("CompleteMultipartUploadResult") { xml in
      xml.element("Location", "http://\(host)/\(bucket.name)/\(PercentEncoding.encode(key, keeping: "/"))")
      xml.element("Bucket", bucket.name)
      xml.element("Key", key)
      xml.element("ETag", EntityTag.quoted(object.etag))
      xml.element(object.checksum)
    }
    try await call.answer(200, xml: xml)
  }

  /// The checksum header of this request is that of the object, not of the document.
  private static func document(_ call: ObjectCall) async throws -> XMLElement {
    guard let bytes = try await call.exchange.readAll(limit: ObjectLimits.largestDocument),
      let root = XMLElement(parsing: bytes)
    else { throw S3Error.malformedXML }
    if case .hash(let promised) = call.payload {
      guard Hex.encode(SHA256.hash(bytes)) == promised else {
        throw S3Error(
          400, "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.")
      }
    }
    return root
  }

  private static func named(_ document: XMLElement, _ upload: StoredUpload) throws(S3Error) -> [Named] {
    let parts = document.all("Part").map { part in
      Named(
        number: part["PartNumber"].flatMap { Int($0) } ?? 0, etag: EntityTag.bare(part["ETag"] ?? ""),
        checksum: upload.checksum.flatMap { part[$0.algorithm.element] })
    }
    guard document.name == "CompleteMultipartUpload", !parts.isEmpty,
      parts.count <= ObjectLimits.parts.upperBound
    else { throw .malformedXML }
    guard zip(parts, parts.dropFirst()).allSatisfy({ $0.number < $1.number }) else { throw .invalidPartOrder }
    return parts
  }

  private static func chosen(
    _ named: [Named], of upload: StoredUpload, _ transaction: ObjectTransaction
  ) throws -> [StoredPart] {
    let stored = Dictionary(try transaction.uploads.listParts(of: upload.id).map { ($0.number, $0) }) { $1 }
    let parts = try named.map { name -> StoredPart in
      guard let part = stored[name.number], part.etag == name.etag,
        name.checksum == nil || name.checksum == part.checksum
      else {
        var error = S3Error.invalidPart
        error.details = [
          ("UploadId", upload.id), ("PartNumber", String(name.number)), ("ETag", name.etag),
        ]
        throw error
      }
      return part
    }
    for part in parts.dropLast() where part.size < ObjectLimits.smallestPart {
      throw S3Error(
        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
        details: [
          ("ProposedSize", String(part.size)), ("MinSizeAllowed", String(ObjectLimits.smallestPart)),
          ("PartNumber", String(part.number)), ("ETag", part.etag),
        ])
    }
    return parts
  }

  private static func assemble(
    _ parts: [StoredPart], _ upload: StoredUpload, _ call: ObjectCall, _ transaction: ObjectTransaction
  ) throws -> StoredObject {
    let size = parts.reduce(0) { $0 + $1.size }
    guard size <= ObjectLimits.largestObject else {
      throw S3Error.tooLarge(size, limit: ObjectLimits.largestObject)
    }
    let sums = parts.flatMap { Hex.decode($0.etag) ?? [] }
    let checksum = checksum(of: parts, upload)
    if let checksum, let promised = call.header(checksum.algorithm.header),
      promised != checksum.value, promised != checksum.value.split(separator: "-").first.map(String.init)
    {
      throw S3Error.badDigest(
        "The \(checksum.algorithm.rawValue) you specified did not match the calculated checksum.")
    }
    let segments = try parts.flatMap { try transaction.objects.listSegments(of: $0.content) }
    return StoredObject(
      bucket: upload.bucket, key: upload.key, size: size,
      etag: "\(Hex.encode(MD5.hash(sums)))-\(parts.count)", modifiedAt: call.library.milliseconds,
      content: try transaction.insert(segments), attributes: upload.attributes, checksum: checksum,
      partSizes: parts.map(\.size))
  }

  private static func checksum(of parts: [StoredPart], _ upload: StoredUpload) -> Checksum? {
    guard let (algorithm, type) = upload.checksum else { return nil }
    let values = parts.map { $0.checksum.flatMap { Base64.decode($0) } ?? [] }
    guard !values.contains([]) else { return nil }
    if type == .fullObject, let code = algorithm.polynomial {
      let whole = zip(parts, values).reduce(UInt64(0)) { whole, part in
        code.combine(whole, code.code(part.1), length: part.0.size)
      }
      return Checksum(algorithm: algorithm, value: Base64.encode(code.bytes(whole)), type: .fullObject)
    }
    let checksum = RunningChecksum(algorithm)
    values.flatMap { $0 }.withUnsafeBytes { checksum.update($0) }
    return Checksum(algorithm: algorithm, value: "\(checksum.finish())-\(parts.count)", type: .composite)
  }
}
