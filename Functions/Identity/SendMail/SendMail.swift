internal import Identity
internal import LambdaRuntime
internal import Wiring
internal import WiringIdentity

/// MailQueue
@main struct SendMail: MessageFunction {
  static let needs: [Setting] = [.databaseURL, .linkKeys, .mailQueueURL, .publicURL] + Setting.mail

  static func handle(_ request: MailRequest, _ context: Context) throws -> Outcome {
    try context.linkMail().send(request)
    return .done
  }
}
