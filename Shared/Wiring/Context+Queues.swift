internal import Core
package import Database
package import LambdaRuntime
internal import Publishing
internal import Queues
package import Signature

extension Context {
  /// Sends what a committed transaction left in the outbox. A failure is not the caller's: the timer sends
  /// what stays behind.
  package func relay(_ session: Session) {
    do {
      let urls: [(String, Setting)] = [
        ("publish", .publishQueueURL), ("upload", .uploadQueueURL), ("inbox", .inboxQueueURL),
        ("mail", .mailQueueURL), ("live", .liveQueueURL), ("export", .exportQueueURL),
        ("variant", .variantQueueURL),
        ("removal", .removalQueueURL),
      ]
      let known = urls.compactMap { name, setting in optionalSetting(setting).map { (name, $0) } }
      try Relay(session, try queues(), urls: Dictionary(known) { first, _ in first }).run()
    } catch {
      log.warning("the outbox was not sent", ["error": .string(String(describing: error))])
    }
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
  package func depth(of queue: Setting) throws -> Int { try queues().depth(of: try setting(queue)) }
}

extension QueueFunction {
  package static func postpone(_ message: QueueMessage, by delay: Duration, _ context: Context) throws {
    // The event names the queue by its ARN; a function consumes one queue, whose URL ends in the same name.
    let name = message.queueARN.split(separator: ":").last.map(String.init) ?? ""
    let urls = [
      Setting.publishQueueURL, .uploadQueueURL, .inboxQueueURL, .mailQueueURL, .liveQueueURL, .exportQueueURL,
      .removalQueueURL,
    ].compactMap { context.optionalSetting($0) }
    guard let url = urls.first(where: { $0.hasSuffix("/" + name) }) else { return }
    try context.queues().changeVisibility(
      of: message.receiptHandle, in: url, seconds: Int(delay.components.seconds))
  }
}
