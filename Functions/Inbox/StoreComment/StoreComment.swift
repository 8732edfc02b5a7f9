internal import Inbox
internal import LambdaRuntime
internal import Wiring

/// InboxQueue
@main struct StoreComment: MessageFunction {
  static let needs: [Setting] = [.databaseURL, .inboxQueueURL]

  static func handle(_ receipt: ReceiptHint, _ context: Context) throws -> Outcome {
    let kept = try CommentKeeper(try context.session()).keep(receipt: receipt.id, platform: "instagram")
    for change in kept.setAside { context.log.warning("a change was set aside", change.json) }
    return kept.isComplete ? .done : .retry(after: .seconds(30))
  }
}
