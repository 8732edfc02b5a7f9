internal import Core
internal import Posts

/// What a message on the live queue says.
package struct LiveUpdate: Sendable {
  enum News: Sendable {
    /// This post has changed.
    case post(UUID, in: UUID)
    /// Somebody of the organization may not be let in any more.
    case rights(in: UUID)
    /// This connection is of nobody any more: its row went with a membership or a session.
    case lost(connection: String)
  }

  let news: News

  /// Nil when the message is none of ours.
  package init?(_ body: String) {
    guard let json = try? JSON(parsing: body), json["v"]?.integer == 1 else { return nil }
    if let connection = json["close"]?.string {
      news = .lost(connection: connection)
      return
    }
    guard let organization = json["organization_id"]?.string.flatMap({ UUID($0) }) else { return nil }
    guard let post = json["post_id"] else {
      news = .rights(in: organization)
      return
    }
    guard let id = post.string.flatMap({ UUID($0) }) else { return nil }
    news = .post(id, in: organization)
  }

  /// What the members see: the post as it is now, or that it is gone.
  static func message(_ post: Post?, _ id: UUID) -> JSON {
    guard let post else { return ["type": "post.deleted", "post": ["id": JSON(describing: id)]] }
    return ["type": "post.changed", "post": post.json]
  }
}
