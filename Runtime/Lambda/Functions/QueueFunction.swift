internal import Core

/// What became of a message or a tick.
package enum Outcome: Sendable, Equatable {
  case done
  /// Not now: to be delivered again after the delay.
  case retry(after: Duration)
  /// Never: it would fail in the same way for ever. Logged and removed.
  case discard(reason: String)
}

/// A function that consumes a queue, message by message.
///
/// A message that throws is delivered again after the queue's visibility time-out and ends in its dead-letter
/// queue; the others of its batch are not affected (`ReportBatchItemFailures`).
package protocol QueueFunction {
  static var needs: [Setting] { get }
  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome
  /// Makes the queue deliver the message again after the delay.
  static func postpone(_ message: QueueMessage, by delay: Duration, _ context: Context) throws
}

extension QueueFunction {
  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      let failed = try QueueMessage.batch(event: event).filter { !isFinished($0, context) }
      var writer = JSONWriter()
      writer.object { writer in
        writer.name("batchItemFailures")
        writer.array { writer in
          for message in failed { writer.object { $0.member("itemIdentifier", message.messageID) } }
        }
      }
      return writer.bytes
    }
  }

  /// Whether the queue may forget the message.
  private static func isFinished(_ message: QueueMessage, _ context: Context) -> Bool {
    do {
      switch try handle(message, context) {
      case .done: return true
      case .retry(let delay):
        try postpone(message, by: delay, context)
        return false
      case .discard(let reason):
        context.log.warning(
          "message discarded", ["messageId": .string(message.messageID), "reason": .string(reason)])
        return true
      }
    } catch {
      context.log.error(
        "the message failed",
        ["messageId": .string(message.messageID), "error": .string(String(describing: error))])
      return false
    }
  }
}
