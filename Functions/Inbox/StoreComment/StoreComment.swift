internal import Inbox
internal import LambdaRuntime
internal import Wiring

/// InboxQueue
@main struct StoreComment: QueueFunction {
  static let needs: [Setting] = [.databaseURL, .inboxQueueURL]

  static func handle(_ message: QueueMessage, _ context: Context) throws -> Outcome {
    guard let receipt = ReceiptHint(message.body) else { return .discard(reason: "not a receipt") }
    let kept = try CommentKeeper(try context.session()).keep(receipt: receipt.id, platform: "instagram")
    for change in kept.setAside { context.log.warning("a change was set aside", change.json) }
    return kept.isComplete ? .done : .retry(after: .seconds(30))
  }
}
