internal import Core
internal import HostSigning

/// An upload from a form in a browser (https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html).
enum PostObject {
  static func run(_ call: ObjectCall, _ form: FormReader, _ keys: KeyRing) async throws {
    let bucket = try call.bucket()
    let (fields, fileName) = try await form.fields()
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    guard let template = field("key"), !template.isEmpty else {
      throw S3Error.invalidArgument(
        "key", "",
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields."
      )
    }
    let policy = try PostPolicy(fields, bucket: bucket.name, keys, now: call.library.now)
    let key = template.replacing("${filename}", with: fileName)
    try ObjectTarget.check(key)
    try call.require("PutObject", bucket: bucket.name, key: key, by: policy.signer)
    let payload = try await receive(form, fields, policy.sizes ?? 0...ObjectLimits.largestUpload, call)
    let object = try PutObject.store(
      payload, as: key, in: bucket, attributes(fields), nil, event: .post, call.library, of: call.origin)
    let location =
      "http://\(call.header("host") ?? "")/\(bucket.name)/\(PercentEncoding.encode(key, keeping: "/"))"
    let headers = [(name: "etag", value: EntityTag.quoted(object.etag)), (name: "location", value: location)]
    if let redirect = field("success_action_redirect"), redirect.hasPrefix("http") {
      let mark = redirect.contains("?") ? "&" : "?"
      let query = URLForm.encode([
        ("bucket", bucket.name), ("key", key), ("etag", EntityTag.quoted(object.etag)),
      ])
      return try await call.answer(303, [(name: "location", value: "\(redirect)\(mark)\(query)")])
    }
    guard field("success_action_status") == "201" else {
      return try await call.answer(field("success_action_status") == "200" ? 200 : 204, headers)
    }
    let xml = XMLWriter.document("PostResponse", namespace: nil) { xml in
      xml.element("Location", location)
      xml.element("Bucket", bucket.name)
      xml.element("Key", key)
      xml.element("ETag", EntityTag.quoted(object.etag))
    }
    try await call.answer(201, headers, xml: xml)
  }

  private static func receive(
    _ form: FormReader, _ fields: [(name: String, value: String)], _ sizes: ClosedRange<Int>,
    _ call: ObjectCall
  ) async throws -> ReceivedPayload {
    let algorithm = ChecksumAlgorithm.allCases.first { one in fields.contains { $0.name == one.header } }
    let writer = try BlobWriter(call.library.blobs, checksum: algorithm, hashesPayload: false)
    while let piece = try await form.next() {
      guard writer.size + piece.count <= min(sizes.upperBound, ObjectLimits.largestUpload) else {
        throw S3Error.tooLarge(writer.size + piece.count, limit: sizes.upperBound)
      }
      try piece.withUnsafeBytes { try writer.write($0) }
    }
    guard writer.size >= sizes.lowerBound else {
      throw S3Error(
        400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
        details: [("ProposedSize", String(writer.size)), ("MinSizeAllowed", String(sizes.lowerBound))])
    }
    let sums = writer.sums()
    if let sum = sums.checksum {
      let promised = fields.filter { $0.name == sum.algorithm.header }
      guard promised.allSatisfy({ $0.value == sum.value }) else {
        throw S3Error.badDigest(
          "The \(sum.algorithm.rawValue) you specified did not match the calculated checksum.")
      }
    }
    return ReceivedPayload(
      segments: try writer.finish(), size: writer.size, md5: sums.md5, checksum: sums.checksum)
  }

  private static func attributes(_ fields: [(name: String, value: String)]) throws(S3Error)
    -> ObjectAttributes
  {
    try ObjectCall.refuseWishes(
      fields.map { (name: $0.name == "acl" ? "x-amz-acl" : $0.name, value: $0.value) })
    let prefix = "x-amz-meta-"
    let metadata = fields.filter { $0.name.hasPrefix(prefix) }
      .map { (name: String($0.name.dropFirst(prefix.count)), value: $0.value) }
    try ObjectCall.check(metadata)
    return ObjectAttributes(headers: fields.filter { ObjectCall.kept.contains($0.name) }, metadata: metadata)
  }
}
