internal import LambdaRuntime
internal import Publishing
internal import Wiring
internal import WiringAccounts
internal import WiringMedia
internal import WiringPublishing

/// PublishQueue, UploadQueue
@main struct PublishDelivery: MessageFunction {
  static let needs: [Setting] = Setting.publishing + Setting.platforms + [.mediaBucket, .variantQueueURL]

  static func handle(_ errand: Errand, _ context: Context) throws -> Outcome {
    let session = try context.session(errand.scope)
    let (platforms, box, timing) = (try context.platforms(), try context.grantBox(), try context.timing())
    let publisher = Publisher(
      session, platforms, box, media: try context.mediaAddresses(session), timing: timing,
      worker: context.requestID)
    try errand.run(publisher, Reconciler(session, platforms, box, timing: timing))
    context.relay(session)
    return .done
  }
}
