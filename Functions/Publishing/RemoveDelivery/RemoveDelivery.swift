internal import LambdaRuntime
internal import Publishing
internal import Wiring
internal import WiringAccounts
internal import WiringPublishing

/// RemovalQueue
@main struct RemoveDelivery: MessageFunction {
  static let needs: [Setting] =
    [.databaseURL, .removalQueueURL, .liveQueueURL, .deliveryLease, .backlogSpacing] + Setting.platforms

  static func handle(_ hint: DispatchHint, _ context: Context) throws -> Outcome {
    let session = try context.session(hint.scope)
    let remover = Remover(
      session, try context.platforms(), try context.grantBox(), timing: try context.timing())
    try remover.remove(hint)
    context.relay(session)
    return .done
  }
}
