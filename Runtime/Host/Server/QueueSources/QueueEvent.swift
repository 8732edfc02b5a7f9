internal import Core
internal import HostQueues

/// A batch of queue messages as Lambda hands it over, and what the function's answer says of it
/// (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
enum QueueEvent {
  /// What an event may hold, in bytes
  /// (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
  static let maximumSize = 6 << 20
  private static let (opening, closing) = (Array(#"{"Records":["#.utf8), Array("]}".utf8))

  /// The size of an event with records of so many bytes.
  static func size(of records: [[UInt8]]) -> Int {
    records.reduce(opening.count + closing.count) { $0 + $1.count + 1 }
  }

  static func encoded(_ records: [[UInt8]]) -> [UInt8] {
    var event = opening
    event.reserveCapacity(size(of: records))
    for (index, record) in records.enumerated() {
      if index > 0 { event.append(UInt8(ascii: ",")) }
      event += record
    }
    return event + closing
  }

  static func record(_ message: ReceivedMessage, region: String) -> [UInt8] {
    var writer = JSONWriter(capacity: message.body.utf8.count + 1024)
    writer.object { writer in
      writer.member("messageId", message.messageID)
      writer.member("receiptHandle", message.receiptHandle)
      writer.member("body", message.body)
      writer.name("attributes")
      writer.object { writer in
        for (name, value) in message.attributes.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
      }
      writer.name("messageAttributes")
      writer.write(message.messageAttributes ?? [:])
      writer.member("md5OfBody", message.md5OfBody)
      writer.member("eventSource", "aws:sqs")
      writer.member("eventSourceARN", message.queueARN)
      writer.member("awsRegion", region)
    }
    return writer.bytes
  }

  /// The ids of the messages that failed; nil when the answer is malformed, which fails the whole batch. An
  /// empty answer or list means that all succeeded.
  static func failedMessages(in answer: [UInt8], of batch: [ReceivedMessage]) -> Set<String>? {
    if answer.isEmpty { return [] }
    guard let answer = try? JSON(parsing: answer) else { return nil }
    if answer.isNull { return [] }
    guard let members = answer.object else { return nil }
    guard let failures = members["batchItemFailures"], !failures.isNull else { return [] }
    guard let items = failures.array else { return nil }
    let known = Set(batch.map(\.messageID))
    var failed: Set<String> = []
    for item in items {
      guard let id = item["itemIdentifier"]?.string, known.contains(id) else { return nil }
      failed.insert(id)
    }
    return failed
  }
}
