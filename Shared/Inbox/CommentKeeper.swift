package import Core
package import Database

/// Puts the comments of a kept webhook into the inbox.
package struct CommentKeeper {
  private let receipts: ReceiptStore
  private let comments: CommentStore

  package init(_ session: Session) {
    receipts = ReceiptStore(session)
    comments = CommentStore(session)
  }

  /// Returns whether all is placed: a comment may arrive before we know that its post was published, and then
  /// waits for that.
  package func keep(receipt id: UUID, platform: String) throws -> Bool {
    guard let body = try receipts.find(id) else { return true }
    var isComplete = true
    for comment in try MetaWebhook.comments(in: body) {
      if try comments.isOurs(comment, platform: platform) {
        try comments.insert(comment, platform: platform)
      } else if try comments.mayBecomeOurs(comment, platform: platform) {
        isComplete = false
      }
    }
    return isComplete
  }
}

/// What a message on the inbox queue says: this webhook is to be handled.
package struct ReceiptHint {
  package let id: UUID

  /// Nil when the message is none of ours.
  package init?(_ body: String) {
    guard let json = try? JSON(parsing: body), json["v"]?.integer == 1,
      let id = json["receipt_id"]?.string.flatMap({ UUID($0) })
    else { return nil }
    self.id = id
  }
}
