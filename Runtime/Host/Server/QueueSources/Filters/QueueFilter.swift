internal import Core
internal import HostQueues

/// `FilterCriteria` of an event source: which messages the function gets to see. Others are deleted
/// (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html).
struct QueueFilter: Sendable {
  /// One of them is enough; without any, everything passes.
  private let patterns: [EventPattern]

  init(_ patterns: [String]) throws(EventPatternError) {
    self.patterns = try patterns.map { text throws(EventPatternError) in try EventPattern(parsing: text) }
  }

  func passes(_ message: ReceivedMessage) -> Bool {
    guard !patterns.isEmpty else { return true }
    let record = Self.record(message)
    return patterns.contains { $0.matches(record) }
  }

  /// The message as patterns see it: a body that is a JSON object is one, any other is plain text.
  private static func record(_ message: ReceivedMessage) -> JSON {
    let parsed = try? JSON(parsing: message.body)
    return [
      "messageId": .string(message.messageID),
      "body": parsed?.object == nil ? .string(message.body) : (parsed ?? .null),
      "attributes": .object(JSONObject(message.attributes.map { ($0.key, .string($0.value)) })),
      "messageAttributes": message.messageAttributes ?? [:], "eventSourceARN": .string(message.queueARN),
      "eventSource": "aws:sqs",
    ]
  }
}
