internal import Core

/// The messages of one event, and which of them the queue is to deliver again
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
struct Batch {
  private let messages: [QueueMessage]
  /// Identifiers in the order of the batch, each once.
  private var failed: [String] = []

  init(_ messages: [QueueMessage]) { self.messages = messages }

  var hasIdentifiers: Bool { messages.allSatisfy { !$0.messageID.isEmpty } }

  /// `isFinished` handles a message. One that came twice in the batch is handled once. When the time runs out, what
  /// was not begun is to be delivered again: better than to be ended in the middle of it.
  mutating func handle(within context: Context, _ isFinished: (QueueMessage) -> Bool) {
    var seen: Set<String> = []
    for (index, message) in messages.enumerated() where seen.insert(message.messageID).inserted {
      let hasTime = context.timeLeft > .zero
      if hasTime && isFinished(message) { continue }
      failed.append(message.messageID)
      if hasTime && !message.queueARN.hasSuffix(".fifo") { continue }
      leave(messages[(index + 1)...], after: seen, context)
      return
    }
  }

  /// Returns the rest without handling it.
  private mutating func leave(_ rest: ArraySlice<QueueMessage>, after seen: Set<String>, _ context: Context) {
    var seen = seen
    failed += rest.map(\.messageID).filter { seen.insert($0).inserted }
    context.log.warning("messages were left for later", ["count": JSON(rest.count)])
  }

  /// `{"batchItemFailures": [{"itemIdentifier": …}]}`
  var answer: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writer.name("batchItemFailures")
      writer.array { writer in
        for identifier in failed { writer.object { $0.member("itemIdentifier", identifier) } }
      }
    }
    return writer.bytes
  }
}
