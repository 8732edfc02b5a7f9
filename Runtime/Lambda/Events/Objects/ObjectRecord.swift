package import Core

/// What has happened to an object of S3
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html).
package struct ObjectRecord {
  /// `ObjectCreated:Put`, without the `s3:` of a notification's configuration.
  package private(set) var eventName = ""
  package private(set) var time: Instant?
  package private(set) var region = ""
  package private(set) var bucket = ""
  package private(set) var bucketARN = ""
  /// As the object is called: S3 sends it URL-encoded.
  package private(set) var key = ""
  /// In bytes; nil for a removed object.
  package private(set) var size: Int64?
  package private(set) var etag: String?
  package private(set) var versionID: String?
  /// Orders the events of one key: hexadecimal, the longer or greater is the later one.
  package private(set) var sequencer: String?
  /// Which notification of the bucket it is.
  package private(set) var configurationID = ""
  package private(set) var principalID = ""
  package private(set) var sourceIP = ""

  /// Reads the `Records` of an event. S3's test event has none.
  package static func all(event: UnsafeRawBufferPointer) throws(JSONError) -> [ObjectRecord] {
    var records: [ObjectRecord] = []
    var reader = JSONReader(event)
    try reader.readObject { (name, reader) throws(JSONError) in
      guard name == "Records" else { return }
      try reader.readElements { (reader) throws(JSONError) in records.append(try ObjectRecord(&reader)) }
    }
    try reader.finish()
    return records
  }

  private init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "eventName": eventName = try reader.readText()
      case "eventTime": time = Instant(try reader.readText())
      case "awsRegion": region = try reader.readText()
      case "userIdentity": principalID = try reader.readMember("principalId")
      case "requestParameters": sourceIP = try reader.readMember("sourceIPAddress")
      case "s3": try reader.readMembers { (name, reader) throws(JSONError) in try readEntity(name, &reader) }
      default: break
      }
    }
    guard !bucket.isEmpty, !key.isEmpty else {
      throw JSONError(reason: "not a record of S3", offset: reader.offset)
    }
  }

  private mutating func readEntity(_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) {
    switch name {
    case "configurationId": configurationID = try reader.readText()
    case "bucket":
      try reader.readMembers { (name, reader) throws(JSONError) in
        switch name {
        case "name": bucket = try reader.readText()
        case "arn": bucketARN = try reader.readText()
        default: break
        }
      }
    case "object":
      try reader.readMembers { (name, reader) throws(JSONError) in try readObject(name, &reader) }
    default: break
    }
  }

  private mutating func readObject(_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) {
    switch name {
    case "key": key = URLForm.decode(try reader.readText())
    case "size": size = try reader.readValue().integer
    case "eTag": etag = try reader.readOptionalString()
    case "versionId": versionID = try reader.readOptionalString()
    case "sequencer": sequencer = try reader.readOptionalString()
    default: break
    }
  }
}

extension JSONReader {
  /// One string of an object.
  fileprivate mutating func readMember(_ wanted: JSONName) throws(JSONError) -> String {
    var text = ""
    try readMembers { (name, reader) throws(JSONError) in
      if name == wanted { text = try reader.readText() }
    }
    return text
  }
}
