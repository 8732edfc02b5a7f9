internal import Core
internal import Cryptography

/// Uploads in parts (https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html): begin, list, abort.
enum MultipartUploads {
  static func create(_ call: ObjectCall) async throws {
    let (bucket, key) = (try call.bucket(), try call.key())
    var checksum: (algorithm: ChecksumAlgorithm, type: ChecksumType)?
    if let name = call.header("x-amz-checksum-algorithm") {
      guard let algorithm = ChecksumAlgorithm(rawValue: name.uppercased()) else {
        throw S3Error.invalidRequest("Checksum algorithm provided is unsupported.")
      }
      let type = try type(call) ?? algorithm.usualType
      guard type == .composite ? algorithm != .crc64nvme : algorithm.polynomial != nil else {
        throw S3Error.invalidRequest(
          "The \(type.rawValue) checksum type cannot be used with the \(algorithm.rawValue.lowercased()) checksum algorithm."
        )
      }
      checksum = (algorithm, type)
    }
    let upload = StoredUpload(
      id: Base64.urlEncode(SecureRandom.bytes(48)), bucket: bucket.name, key: key,
      createdAt: call.library.milliseconds, attributes: try call.attributes(), checksum: checksum)
    try call.library.write { try $0.uploads.insert(upload) }
    let xml = XMLWriter.document("InitiateMultipartUploadResult") { xml in
      xml.element("Bucket", bucket.name)
      xml.element("Key", key)
      xml.element("UploadId", upload.id)
    }
    var headers: [(name: String, value: String)] = []
    if let checksum {
      headers = [
        ("x-amz-checksum-algorithm", checksum.algorithm.rawValue),
        ("x-amz-checksum-type", checksum.type.rawValue),
      ]
    }
    try await call.answer(200, headers, xml: xml)
  }

  private static func type(_ call: ObjectCall) throws(S3Error) -> ChecksumType? {
    guard let name = call.header("x-amz-checksum-type") else { return nil }
    guard let type = ChecksumType(rawValue: name.uppercased()) else {
      throw .invalidRequest("Value for x-amz-checksum-type header is invalid.")
    }
    return type
  }

  static func find(_ call: ObjectCall, _ transaction: ObjectTransaction) throws -> StoredUpload {
    let id = call.parameter("uploadId") ?? ""
    guard let upload = try transaction.uploads.find(id, key: try call.key(), in: try call.bucket().name)
    else {
      throw S3Error.noSuchUpload
    }
    return upload
  }

  static func abort(_ call: ObjectCall) async throws {
    _ = try call.bucket()
    try call.library.write { try $0.delete(try find(call, $0)) }
    try await call.answer(204)
  }

  static func listParts(_ call: ObjectCall) async throws {
    let (bucket, key) = (try call.bucket(), try call.key())
    let limit = try call.integer("max-parts", default: 1000, in: 0...1000)
    let marker = try call.integer("part-number-marker", default: 0, in: 0...Int(Int32.max))
    let (upload, found) = try call.library.read { transaction in
      let upload = try find(call, transaction)
      return (upload, try transaction.uploads.listParts(of: upload.id, after: marker, limit: limit + 1))
    }
    let parts = found.prefix(limit)
    let xml = XMLWriter.document("ListPartsResult") { xml in
      xml.element("Bucket", bucket.name)
      xml.element("Key", key)
      xml.element("UploadId", upload.id)
      xml.element("PartNumberMarker", marker)
      xml.element("NextPartNumberMarker", parts.last?.number ?? 0)
      xml.element("MaxParts", limit)
      xml.element("IsTruncated", found.count > limit)
      xml.element("ChecksumAlgorithm", upload.checksum?.algorithm.rawValue)
      xml.element("ChecksumType", upload.checksum?.type.rawValue)
      for part in parts {
        xml.element("Part") { xml in
          xml.element("PartNumber", part.number)
          xml.element("LastModified", XMLTime.text(milliseconds: part.modifiedAt))
          xml.element("ETag", EntityTag.quoted(part.etag))
          xml.element("Size", part.size)
          if let algorithm = upload.checksum?.algorithm { xml.element(algorithm.element, part.checksum) }
        }
      }
      owners(call, &xml)
    }
    try await call.answer(200, xml: xml)
  }

  private static func owners(_ call: ObjectCall, _ xml: inout XMLWriter) {
    for name in ["Initiator", "Owner"] {
      xml.element(name) { xml in
        xml.element("ID", call.library.account)
        xml.element("DisplayName", "clientnest")
      }
    }
    xml.element("StorageClass", "STANDARD")
  }

  static func list(_ call: ObjectCall) async throws {
    let bucket = try call.bucket()
    guard !call.has("delimiter") else { throw S3Error.notImplemented("delimiter") }
    let limit = try call.integer("max-uploads", default: 1000, in: 1...1000)
    let prefix = call.parameter("prefix") ?? ""
    let (keyMarker, idMarker) = (call.parameter("key-marker") ?? "", call.parameter("upload-id-marker"))
    let encoding = call.parameter("encoding-type")
    func encoded(_ text: String) -> String {
      encoding == nil ? text : PercentEncoding.encode(text, keeping: "/")
    }
    let found = try call.library.read { transaction in
      // Without an id the marker's own key is passed over: no id comes after this one.
      try transaction.uploads.list(
        in: bucket.name, prefix: prefix, afterKey: keyMarker, id: idMarker ?? "\u{10FFFF}", limit: limit + 1)
    }
    let uploads = found.prefix(limit)
    let xml = XMLWriter.document("ListMultipartUploadsResult") { xml in
      xml.element("Bucket", bucket.name)
      xml.element("KeyMarker", encoded(keyMarker))
      xml.element("UploadIdMarker", idMarker ?? "")
      if found.count > limit, let last = uploads.last {
        xml.element("NextKeyMarker", encoded(last.key))
        xml.element("NextUploadIdMarker", last.id)
      }
      xml.element("Prefix", encoded(prefix))
      xml.element("EncodingType", encoding)
      xml.element("MaxUploads", limit)
      xml.element("IsTruncated", found.count > limit)
      for upload in uploads {
        xml.element("Upload") { xml in
          xml.element("Key", encoded(upload.key))
          xml.element("UploadId", upload.id)
          owners(call, &xml)
          xml.element("Initiated", XMLTime.text(milliseconds: upload.createdAt))
          xml.element("ChecksumAlgorithm", upload.checksum?.algorithm.rawValue)
          xml.element("ChecksumType", upload.checksum?.type.rawValue)
        }
      }
    }
    try await call.answer(200, xml: xml)
  }
}
