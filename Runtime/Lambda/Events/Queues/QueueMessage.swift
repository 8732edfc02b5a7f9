package import Core

/// A message of an SQS batch (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
package struct QueueMessage {
  package private(set) var messageID = ""
  package private(set) var receiptHandle = ""
  package private(set) var body = ""
  package private(set) var queueARN = ""
  /// What SQS tells of the message, by SQS's names.
  package private(set) var attributes: [(name: String, value: String)] = []
  /// What its sender tells.
  package private(set) var messageAttributes: [(name: String, value: MessageAttribute)] = []

  /// Reads the `Records` of an event.
  package static func batch(event: UnsafeRawBufferPointer) throws(JSONError) -> [QueueMessage] {
    var messages: [QueueMessage] = []
    var reader = JSONReader(event)
    try reader.readObject { (name, reader) throws(JSONError) in
      guard name == "Records" else { return }
      try reader.readElements { (reader) throws(JSONError) in messages.append(try QueueMessage(&reader)) }
    }
    try reader.finish()
    return messages
  }

  private init(_ reader: inout JSONReader) throws(JSONError) {
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "messageId": messageID = try reader.readText()
      case "receiptHandle": receiptHandle = try reader.readText()
      case "body": body = try reader.readText()
      case "eventSourceARN": queueARN = try reader.readText()
      case "attributes": attributes = try reader.readPairs()
      case "messageAttributes":
        try reader.readMembers { (name, reader) throws(JSONError) in
          messageAttributes.append((name.text, try MessageAttribute(&reader)))
        }
      default: break
      }
    }
  }

  package func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

  package func messageAttribute(_ name: String) -> MessageAttribute? {
    messageAttributes.first { $0.name == name }?.value
  }

  /// How often it was received, this time included.
  package var receiveCount: Int { attribute("ApproximateReceiveCount").flatMap { Int($0) } ?? 1 }

  package var sentTime: Instant? { time("SentTimestamp") }

  package var firstReceiveTime: Instant? { time("ApproximateFirstReceiveTimestamp") }

  package var senderID: String? { attribute("SenderId") }

  /// X-Ray's trace of who sent it.
  package var traceHeader: String? { attribute("AWSTraceHeader") }

  /// Of a FIFO queue: messages of one group are handled in order.
  package var groupID: String? { attribute("MessageGroupId") }

  package var deduplicationID: String? { attribute("MessageDeduplicationId") }

  /// Of a FIFO queue: digits that grow.
  package var sequenceNumber: String? { attribute("SequenceNumber") }

  /// Whether its queue keeps an order.
  package var isFIFO: Bool { queueARN.hasSuffix(".fifo") }

  private func time(_ name: String) -> Instant? {
    guard let milliseconds = attribute(name).flatMap({ Int64($0) }),
      milliseconds.magnitude < UInt64(Int64.max / 1000)
    else { return nil }
    return Instant(microseconds: milliseconds * 1000)
  }
}
