internal import Core
internal import HostQueues

/// A batch of queue messages as Lambda hands it over, and what the function's answer says of it
/// (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
enum QueueEvent {
  static func encoded(_ messages: [ReceivedMessage], region: String) -> [UInt8] {
    var writer = JSONWriter(capacity: 1024 * messages.count)
    writer.object { writer in
      writer.name("Records")
      writer.array { writer in for message in messages { write(message, region, &writer) } }
    }
    return writer.bytes
  }

  private static func write(_ message: ReceivedMessage, _ region: String, _ writer: inout JSONWriter) {
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
  }

  /// The ids of the messages that failed; nil when the answer is malformed, which fails the whole batch. An
  /// empty answer or list means that all succeeded.
  static func failedMessages(in answer: [UInt8], of batch: [ReceivedMessage]) -> Set<String>? {
    if answer.isEmpty { return [] }
    guard let answer = try? JSON(parsing: answer) else { return nil }
    guard let failures = answer["batchItemFailures"], !failures.isNull else { return [] }
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
