internal import Core
package import Database
package import LambdaRuntime
package import Outbox
internal import Queues
package import Signature

extension Context {
  /// Sends what a committed transaction left in the outbox, once the answer was accepted: nobody waits for it. What
  /// stays behind, the timer sends.
  package func relay(_ session: Session) {
    afterAnswer { try Relay(session, try queues(), urls: queueURLs).run() }
  }

  /// The queues that this function names in `needs`.
  package var queueURLs: [Queue: String] {
    let known = Queue.allCases.compactMap { queue in optionalSetting(queue.setting).map { (queue, $0) } }
    return Dictionary(uniqueKeysWithValues: known)
  }

  func queues() throws -> QueueClient {
    try kept {
      QueueClient(
        endpoint: optionalSetting(.queueEndpoint), region: try setting(.region),
        credentials: try credentials())
    }
  }

  /// What calls of AWS's services are signed with.
  package func credentials() throws -> SignatureV4.Credentials {
    SignatureV4.Credentials(
      accessKey: try setting(.accessKey), secretKey: try setting(.secretKey),
      sessionToken: optionalSetting(.sessionToken))
  }

  /// How many messages wait, are being handled or are delayed.
  package func depth(of queue: Queue) throws -> Int { try queues().depth(of: try setting(queue.setting)) }
}

extension Queue {
  /// What says where it is.
  var setting: Setting {
    switch self {
    case .publish: .publishQueueURL
    case .upload: .uploadQueueURL
    case .removal: .removalQueueURL
    case .inbox: .inboxQueueURL
    case .mail: .mailQueueURL
    case .live: .liveQueueURL
    case .export: .exportQueueURL
    case .variant: .variantQueueURL
    }
  }
}

/// A function that consumes a queue of messages of one kind.
package protocol MessageFunction: QueueFunction {
  associatedtype Content: Message
  static func handle(_ message: Content, _ context: Context) throws -> Outcome
}

extension MessageFunction {
  package static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let content = Content(message.body) else { return .discard(reason: "not a \(Content.self)") }
    return try handle(content, context)
  }
}

extension QueueFunction {
  package static func postpone(_ message: QueueMessage, by delay: Duration, _ context: Context) throws {
    // The event names the queue by its ARN; a function consumes one queue, whose URL ends in the same name.
    let name = message.queueARN.split(separator: ":").last.map(String.init) ?? ""
    guard let url = context.queueURLs.values.first(where: { $0.hasSuffix("/" + name) }) else { return }
    try context.queues().changeVisibility(
      of: message.receiptHandle, in: url, seconds: Int(delay.components.seconds))
  }
}
