internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// MailQueue
@main struct SendMail: QueueFunction {
  static let needs: [Setting] = [.databaseURL, .linkKeys, .mailQueueURL, .publicURL] + Setting.mail

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let request = MailRequest(message.body) else { return .discard(reason: "not a request for mail") }
    try context.linkMail().send(request)
    return .done
  }
}
