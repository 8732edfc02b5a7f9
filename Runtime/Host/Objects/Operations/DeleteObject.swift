internal import HTTPServer
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html and API_DeleteObjects.html
enum DeleteObject {
  private static let mostKeys = 1000

  static func run(_ call: ObjectCall) async throws {
    let (bucket, key) = (try call.bucket(), try call.key())
    let conditions = Preconditions(call)
    try call.library.write { transaction in
      // What is not there counts as deleted.
      guard let object = try transaction.objects.find(key, in: bucket.name) else { return }
      if call.header("if-match") != nil { try conditions.checkWrite(object, key: key) }
      try delete(object, bucket, call, transaction)
    }
    try await call.answer(204)
  }

  static func runMany(_ call: ObjectCall) async throws {
    let bucket = try call.bucket()
    guard call.header("content-md5") != nil || call.fields.contains(where: isChecksum) else {
      throw S3Error.invalidRequest(
        "Missing required header for this request: Content-MD5 OR x-amz-checksum-*")
    }
    let document = try await call.document()
    let keys = document.all("Object").compactMap { $0["Key"] }
    guard document.name == "Delete", (1...mostKeys).contains(keys.count), keys.allSatisfy({ !$0.isEmpty })
    else {
      throw S3Error.malformedXML
    }
    let refusals = keys.map { refusal(call, bucket, key: $0) }
    try call.library.write { transaction in
      for (key, refusal) in zip(keys, refusals) where refusal == nil {
        guard let object = try transaction.objects.find(key, in: bucket.name) else { continue }
        try delete(object, bucket, call, transaction)
      }
    }
    let xml = XMLWriter.document("DeleteResult") { xml in
      for (key, refusal) in zip(keys, refusals) {
        if let refusal {
          xml.element("Error") { xml in
            xml.element("Key", key)
            xml.element("Code", refusal.code)
            xml.element("Message", refusal.message)
          }
        } else if document["Quiet"] != "true" {
          xml.element("Deleted") { $0.element("Key", key) }
        }
      }
    }
    try await call.answer(200, xml: xml)
  }

  /// Each object by itself: some may be deleted while others are refused.
  private static func refusal(_ call: ObjectCall, _ bucket: BucketDefinition, key: String) -> S3Error? {
    do throws(S3Error) {
      try call.require("DeleteObject", bucket: bucket.name, key: key)
      return nil
    } catch {
      return error
    }
  }

  private static func isChecksum(_ header: (name: String, value: String)) -> Bool {
    ["x-amz-checksum-", "x-amz-trailer"].contains { header.name.lowercased().hasPrefix($0) }
  }

  private static func delete(
    _ object: StoredObject, _ bucket: BucketDefinition, _ call: ObjectCall, _ transaction: ObjectTransaction
  ) throws {
    try transaction.delete(object)
    try call.library.tell(
      .deleted, bucket, key: object.key, object: nil, of: call.origin, in: transaction)
  }
}
