internal import Core
internal import LambdaRuntime

/// Does with a message what its body says.
@main struct ConsumeMessage: QueueFunction {
  static let needs: [Setting] = []

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    switch message.body {
    case "retry": return .retry(after: .seconds(message.receiveCount * 10))
    case "discard": return .discard(reason: "as told")
    case "fail": throw MessageFailure()
    case "wait":
      // Until no time is left for another message.
      while context.timeLeft > .zero {}
      return .done
    default: return .done
    }
  }

  static func postpone(_ message: QueueMessage, by delay: Duration, _ context: Context) throws {
    context.log.info(
      "postponed",
      [
        "receiptHandle": .string(message.receiptHandle), "queue": .string(message.queueARN),
        "delay": .string(String(describing: delay)),
      ])
  }
}

/// A message that cannot be handled.
struct MessageFailure: Error {}
