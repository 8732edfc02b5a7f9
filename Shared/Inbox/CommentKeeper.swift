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

  /// What became of a webhook.
  package struct Outcome {
    /// A comment may arrive before we know that its post was published, and then waits for that.
    package fileprivate(set) var isComplete = true
    /// What could not be read or stored, and never will be.
    package fileprivate(set) var setAside: [UnreadChange] = []
  }

  package func keep(receipt id: UUID, platform: String) throws -> Outcome {
    var outcome = Outcome()
    guard let body = try receipts.find(id) else { return outcome }
    for change in MetaWebhook.comments(in: body) {
      switch change {
      case .success(let comment): try keep(comment, platform, &outcome)
      case .failure(let unread): outcome.setAside.append(unread)
      }
    }
    return outcome
  }

  private func keep(_ comment: IncomingComment, _ platform: String, _ outcome: inout Outcome) throws {
    do {
      if try comments.isOurs(comment, platform: platform) {
        try comments.insert(comment, platform: platform)
      } else if try comments.mayBecomeOurs(comment, platform: platform) {
        outcome.isComplete = false
      }
    } catch DatabaseError.refused(let sqlState, _) where sqlState.hasPrefix("22") {
      // Data that no column takes, whatever we have not thought of; everything else may pass.
      outcome.setAside.append(UnreadChange(.notStored, id: comment.remoteID))
    }
  }
}
