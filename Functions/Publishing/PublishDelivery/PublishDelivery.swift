internal import LambdaRuntime
internal import Publishing
internal import Wiring

/// PublishQueue, UploadQueue
@main struct PublishDelivery: QueueFunction {
  static let needs: [Setting] = Setting.publishing + Setting.platforms + [.mediaBucket, .variantQueueURL]

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let hint = DispatchHint(message.body) else { return .discard(reason: "not a dispatch hint") }
    let session = try context.session(hint.scope)
    let publisher = Publisher(
      session, try context.platforms(), try context.grantBox(),
      media: try context.mediaAddresses(session), timing: try context.timing(), worker: context.requestID)
    try publisher.publish(hint)
    context.relay(session)
    return .done
  }
}
