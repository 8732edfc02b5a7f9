package import Core
package import Posts

/// What a message on the live queue says: this post has changed.
package struct LiveUpdate: Sendable {
  package let organization: UUID
  package let post: UUID

  /// Nil when the message is none of ours.
  package init?(_ body: String) {
    guard let json = try? JSON(parsing: body), json["v"]?.integer == 1,
      let organization = json["organization_id"]?.string.flatMap({ UUID($0) }),
      let post = json["post_id"]?.string.flatMap({ UUID($0) })
    else { return nil }
    self.organization = organization
    self.post = post
  }

  /// What the members see: the post as it is now, or that it is gone.
  package func message(_ post: Post?) -> JSON {
    guard let post else { return ["type": "post.deleted", "post": ["id": JSON(describing: self.post)]] }
    return ["type": "post.changed", "post": post.json]
  }
}
