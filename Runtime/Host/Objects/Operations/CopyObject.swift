internal import Core

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
enum CopyObject {
  static func run(_ call: ObjectCall) async throws {
    let library = call.library
    let (bucket, key) = (try call.bucket(), try call.key())
    let ticket = library.blobs.beginReading()
    defer { library.blobs.endReading(ticket) }
    let source = try CopySource.find(call)
    let replaces = call.header("x-amz-metadata-directive")?.uppercased() == "REPLACE"
    let retags = call.header("x-amz-tagging-directive")?.uppercased() == "REPLACE"
    guard replaces || retags || source.object.bucket != bucket.name || source.object.key != key else {
      throw S3Error.invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
          + "metadata, storage class, website redirect location or encryption attributes.")
    }
    guard source.object.size <= ObjectLimits.largestUpload else {
      throw S3Error.invalidRequest(
        "The specified copy source is larger than the maximum allowable size for a copy source: "
          + "\(ObjectLimits.largestUpload)")
    }
    let given = try call.attributes()
    var attributes = source.object.attributes
    if replaces { (attributes.headers, attributes.metadata) = (given.headers, given.metadata) }
    if retags {
      attributes.tags = given.tags
    } else if !attributes.tags.isEmpty {
      // Tags travel along, and take the rights of reading and writing them.
      try call.require("GetObjectTagging", bucket: source.object.bucket, key: source.object.key)
      try call.require("PutObjectTagging", bucket: bucket.name, key: key)
    }
    let object = try copy(source, to: key, in: bucket, attributes, call)
    let xml = XMLWriter.document("CopyObjectResult") { xml in
      xml.element("LastModified", XMLTime.text(milliseconds: object.modifiedAt))
      xml.element("ETag", EntityTag.quoted(object.etag))
      xml.element(object.checksum)
    }
    try await call.answer(200, xml: xml)
  }

  private static func copy(
    _ source: CopySource, to key: String, in bucket: BucketDefinition, _ attributes: ObjectAttributes,
    _ call: ObjectCall
  ) throws -> StoredObject {
    let library = call.library
    let (etag, checksum) = try sums(source, call)
    let conditions = Preconditions(call)
    return try library.write { transaction in
      let old = try transaction.objects.find(key, in: bucket.name)
      try conditions.checkWrite(old, key: key)
      // The files themselves are shared. The source may have gone meanwhile; then its rows name no files any more.
      guard try source.segments.allSatisfy({ try transaction.objects.existsSegment(in: $0.blob) }) else {
        throw S3Error.noSuchKey(source.object.key)
      }
      let object = StoredObject(
        bucket: bucket.name, key: key, size: source.object.size, etag: etag, modifiedAt: library.milliseconds,
        content: try transaction.insert(source.segments), attributes: attributes, checksum: checksum,
        partSizes: [])
      try transaction.replace(old, by: object)
      try library.tell(.copy, bucket, key: key, object: object, of: call.origin, in: transaction)
      return object
    }
  }

  /// A copy is one piece: its ETag is the MD5 of its bytes, which an object from parts does not have.
  private static func sums(_ source: CopySource, _ call: ObjectCall) throws -> (String, Checksum?) {
    let wanted = call.header("x-amz-checksum-algorithm").flatMap {
      ChecksumAlgorithm(rawValue: $0.uppercased())
    }
    let own = source.object.checksum
    let algorithm = wanted ?? own?.algorithm
    let isKnown = algorithm == own?.algorithm && own?.type != .composite
    if source.object.partSizes.isEmpty, isKnown { return (source.object.etag, own) }
    let sums = try CopySource.sums(of: source.segments, algorithm, in: call.library.blobs)
    return (Hex.encode(sums.md5), sums.checksum)
  }
}
