internal import Core

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
enum PutObject {
  static func run(_ call: ObjectCall) async throws {
    let (bucket, key) = (try call.bucket(), try call.key())
    let conditions = Preconditions(call)
    let attributes = try call.attributes()
    // Refused before the bytes are taken; checked again when they are stored.
    try conditions.checkWrite(try call.library.read { try $0.objects.find(key, in: bucket.name) }, key: key)
    let payload = try await ReceivedPayload.receive(call)
    let object = try store(
      payload, as: key, in: bucket, attributes, conditions, event: .put, call.library, of: call.origin)
    var headers = [(name: "etag", value: EntityTag.quoted(object.etag))]
    if let checksum = object.checksum {
      headers += [
        (checksum.algorithm.header, checksum.value), ("x-amz-checksum-type", checksum.type.rawValue),
      ]
    }
    try await call.answer(200, headers)
  }

  /// Makes received bytes the object of a key.
  static func store(
    _ payload: ReceivedPayload, as key: String, in bucket: BucketDefinition, _ attributes: ObjectAttributes,
    _ conditions: Preconditions?, event: ObjectEvent.Name, _ library: ObjectLibrary, of origin: CallOrigin
  ) throws -> StoredObject {
    try library.write(keeping: payload.segments) { transaction in
      let old = try transaction.objects.find(key, in: bucket.name)
      try conditions?.checkWrite(old, key: key)
      let object = StoredObject(
        bucket: bucket.name, key: key, size: payload.size, etag: Hex.encode(payload.md5),
        modifiedAt: library.milliseconds, content: try transaction.insert(payload.segments),
        attributes: attributes, checksum: payload.wholeChecksum, partSizes: [])
      try transaction.replace(old, by: object)
      try library.tell(event, bucket, key: key, object: object, of: origin, in: transaction)
      return object
    }
  }
}
