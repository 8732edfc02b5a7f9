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
/// queue; the others of its batch are not affected (`ReportBatchItemFailures`). In a FIFO queue the order is kept:
/// what comes behind such a message waits for it.
package protocol QueueFunction {
  static var needs: [Setting] { get }
  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome
  /// Makes the queue deliver the message again after the delay.
  static func postpone(_ message: QueueMessage, by delay: Duration, _ context: Context) throws
}

extension QueueFunction {
  package static func main() {
    RuntimeLoop.run(needs: needs) { event, context in
      var batch = Batch(try QueueMessage.batch(event: event))
      // Lambda takes an answer with an empty identifier for the failure of the whole batch: so say it is one.
      guard batch.hasIdentifiers else { throw MessageWithoutIdentifier() }
      batch.handle(within: context) { isFinished($0, context) }
      return batch.answer
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

/// A batch with a message that cannot be named in the answer.
struct MessageWithoutIdentifier: Error {}
