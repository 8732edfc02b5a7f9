internal import HTTPServer
internal import Core

/// What a client says of an object, and what it is told.
extension ObjectCall {
  static let kept = [
    "content-type", "cache-control", "content-disposition", "content-encoding", "content-language", "expires",
  ]

  /// From the headers of a PUT, a copy or the beginning of an upload.
  func attributes() throws(S3Error) -> ObjectAttributes {
    try Self.refuseWishes(fields)
    var attributes = ObjectAttributes()
    for name in Self.kept {
      guard var value = header(name) else { continue }
      // Of the transfer, not of the object.
      if name == "content-encoding" { value = Self.withoutChunking(value) }
      if !value.isEmpty { attributes.headers.append((name, value)) }
    }
    let prefix = "x-amz-meta-"
    for (name, value) in fields where name.lowercased().hasPrefix(prefix) {
      attributes.metadata.append((String(name.lowercased().dropFirst(prefix.count)), value))
    }
    try Self.check(attributes.metadata)
    if let tags = header("x-amz-tagging") {
      try require("PutObjectTagging", bucket: target.bucket, key: target.key)
      attributes.tags = try Tagging.checked(URLForm.parse(tags))
    }
    return attributes
  }

  static func check(_ metadata: [(name: String, value: String)]) throws(S3Error) {
    let size = metadata.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    guard size <= ObjectLimits.metadataBytes else {
      throw S3Error(
        400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size",
        details: [("Size", String(size)), ("MaxSizeAllowed", String(ObjectLimits.metadataBytes))])
    }
  }

  private static func withoutChunking(_ value: String) -> String {
    value.split(separator: ",").map { $0.filter { $0 != " " } }.filter { $0 != "aws-chunked" }.joined(
      separator: ",")
  }

  /// The headers of an object. `isWhole` is false for a range, to which the checksum of the object does not belong.
  func headers(of object: StoredObject, isWhole: Bool) -> [(name: String, value: String)] {
    var headers: [(name: String, value: String)] = [
      ("etag", EntityTag.quoted(object.etag)), ("last-modified", HTTPDate.text(object.modified)),
      ("accept-ranges", "bytes"),
    ]
    for name in Self.kept {
      let own = object.attributes.headers.first { $0.name == name }?.value
      let value =
        parameter("response-\(name)") ?? own ?? (name == "content-type" ? "binary/octet-stream" : nil)
      if let value { headers.append((name, value)) }
    }
    headers += object.attributes.metadata.map { ("x-amz-meta-\($0.name)", $0.value) }
    if !object.attributes.tags.isEmpty {
      headers.append(("x-amz-tagging-count", String(object.attributes.tags.count)))
    }
    if let checksum = object.checksum, isWhole, header("x-amz-checksum-mode")?.uppercased() == "ENABLED" {
      headers += [
        (checksum.algorithm.header, checksum.value), ("x-amz-checksum-type", checksum.type.rawValue),
      ]
    }
    return headers
  }
}

extension XMLWriter {
  mutating func element(_ checksum: Checksum?) {
    guard let checksum else { return }
    element(checksum.algorithm.element, checksum.value)
    element("ChecksumType", checksum.type.rawValue)
  }
}
