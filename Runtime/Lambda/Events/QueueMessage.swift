internal import Core

/// A message of an SQS batch (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
package struct QueueMessage {
  package private(set) var messageID = ""
  package private(set) var receiptHandle = ""
  package private(set) var body = ""
  package private(set) var queueARN = ""
  /// How often it was received, this time included.
  package private(set) var receiveCount = 1

  /// Reads the `Records` of an event.
  static func batch(event: UnsafeRawBufferPointer) throws(JSONError) -> [QueueMessage] {
    var messages: [QueueMessage] = []
    var reader = JSONReader(event)
    try reader.readObject { (name, reader) throws(JSONError) in
      guard name == "Records" else { return }
      try reader.readArray { (reader) throws(JSONError) in messages.append(try QueueMessage(&reader)) }
    }
    return messages
  }

  private init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "messageId": messageID = try reader.readString()
      case "receiptHandle": receiptHandle = try reader.readString()
      case "body": body = try reader.readString()
      case "eventSourceARN": queueARN = try reader.readString()
      case "attributes":
        let attributes = try reader.readPairs()
        let count = attributes.first { $0.name == "ApproximateReceiveCount" }?.value
        receiveCount = count.flatMap { Int($0) } ?? 1
      default: break
      }
    }
  }
}
