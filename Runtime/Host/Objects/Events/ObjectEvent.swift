internal import Core

/// Something that happened to an object, as S3 tells it
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
struct ObjectEvent {
  enum Name: String {
    case put = "ObjectCreated:Put"
    case post = "ObjectCreated:Post"
    case copy = "ObjectCreated:Copy"
    case completed = "ObjectCreated:CompleteMultipartUpload"
    case deleted = "ObjectRemoved:Delete"
    case expired = "LifecycleExpiration:Delete"
  }

  let name: Name
  let bucket: String
  let key: String
  /// nil when the object was removed.
  let object: (size: Int, etag: String)?
  /// Rises with every change: of two events of one key, the one with the larger number is the later.
  let sequence: Int64
  let time: Instant
  let requestID: String
  let sourceAddress: String

  /// The event that a function gets, with one record.
  func json(configuration: String, region: String, owner: String) -> JSON {
    var object: JSONObject = [
      // As a form is encoded: a space is a plus.
      "key": .string(PercentEncoding.encode(key, keeping: " /").replacing(" ", with: "+"))
    ]
    if let stored = self.object {
      object["size"] = JSON(stored.size)
      object["eTag"] = .string(stored.etag)
    }
    let digits = String(sequence, radix: 16, uppercase: true)
    object["sequencer"] = .string(String(repeating: "0", count: max(0, 18 - digits.count)) + digits)
    let principal: JSON = ["principalId": .string(owner)]
    return [
      "Records": [
        [
          "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": .string(region),
          "eventTime": .string(XMLTime.text(time)), "eventName": .string(name.rawValue),
          "userIdentity": principal, "requestParameters": ["sourceIPAddress": .string(sourceAddress)],
          "responseElements": ["x-amz-request-id": .string(requestID), "x-amz-id-2": .string(requestID)],
          "s3": [
            "s3SchemaVersion": "1.0", "configurationId": .string(configuration),
            "bucket": [
              "name": .string(bucket), "ownerIdentity": principal, "arn": .string("arn:aws:s3:::\(bucket)"),
            ],
            "object": .object(object),
          ],
        ]
      ]
    ]
  }
}
