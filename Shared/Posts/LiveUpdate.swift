package import Core
package import Outbox

/// What whoever watches is told of, or why a watcher is to be let go.
package struct LiveUpdate: Message {
  package enum News: Sendable {
    /// This post has changed.
    case post(UUID, in: UUID)
    /// Somebody of the organization may not be let in any more.
    case rights(in: UUID)
    /// This connection is of nobody any more: its row went with a membership or a session.
    case lost(connection: String)
  }

  package let news: News
  package let organization: UUID?
  package let key: String

  package init(of post: UUID, in organization: UUID, key: String) {
    self.init(.post(post, in: organization), of: organization, key: key)
  }

  /// A connection whose time is over.
  package init(lost connection: String, in organization: UUID) {
    self.init(.lost(connection: connection), of: organization, key: "close:\(UUID.v7())")
  }

  private init(_ news: News, of organization: UUID?, key: String) {
    self.news = news
    self.organization = organization
    self.key = key
  }

  package init?(body: JSON) {
    let organization = body.id("organization_id")
    if let connection = body["close"]?.string {
      self.init(.lost(connection: connection), of: organization, key: "")
    } else if let organization, body["post_id"] == nil {
      self.init(.rights(in: organization), of: organization, key: "")
    } else if let organization, let post = body.id("post_id") {
      self.init(.post(post, in: organization), of: organization, key: "")
    } else {
      return nil
    }
  }

  package var queue: Queue { .live }

  package var body: JSONObject {
    switch news {
    case .post(let post, let organization):
      ["organization_id": JSON(describing: organization), "post_id": JSON(describing: post)]
    case .rights(let organization): ["organization_id": JSON(describing: organization)]
    case .lost(let connection): ["close": .string(connection)]
    }
  }
}
