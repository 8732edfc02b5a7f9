internal import LambdaRuntime
internal import NaivePublishing
internal import Publishing
internal import Wiring
internal import WiringAccounts
internal import WiringPublishing

/// Stands in for PublishDelivery in the fault test's counter-check.
@main struct NaivePublishDelivery: MessageFunction {
  static let needs: [Setting] = Setting.publishing + Setting.platforms

  static func handle(_ hint: DispatchHint, _ context: Context) throws -> Outcome {
    let session = try context.session(hint.scope)
    let publisher = Publisher(
      session, try context.platforms().naive, try context.grantBox(), media: nil,
      timing: try context.timing(),
      worker: context.requestID)
    try publisher.publish(hint)
    context.relay(session)
    return .done
  }
}
