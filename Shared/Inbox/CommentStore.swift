package import Core
package import Database

/// Comments in the inbox.
package struct CommentStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Stores the comment for every delivery of ours that it is on; one that is stored already stays as it is.
  package func insert(_ comment: IncomingComment, platform: String) throws {
    try session.query(
      """
      insert into comment (organization_id, id, workspace_id, account_id, delivery_id, platform, remote_id,
        parent_remote_id, author_remote_id, author_name, text, received_at)
      select d.organization_id, \(UUID.v7()), a.workspace_id, a.id, d.id, \(platform), \(comment.remoteID),
        \(comment.parentID), \(comment.authorID), \(comment.authorName), \(comment.text), \(comment.receivedAt)
      from delivery d
      join account a on (a.organization_id, a.id) = (d.organization_id, d.account_id)
      where d.platform = \(platform) and d.remote_id = \(comment.mediaID) and a.remote_id = \(comment.account)
      on conflict (organization_id, account_id, remote_id) do nothing
      """)
  }

  /// Whether the comment is on something of ours.
  package func isOurs(_ comment: IncomingComment, platform: String) throws -> Bool {
    try session.first(
      """
      select from delivery d
      join account a on (a.organization_id, a.id) = (d.organization_id, d.account_id)
      where d.platform = \(platform) and d.remote_id = \(comment.mediaID) and a.remote_id = \(comment.account)
      limit 1
      """) != nil
  }

  /// Whether the account has a delivery under way that may turn out to be what the comment is on.
  package func mayBecomeOurs(_ comment: IncomingComment, platform: String) throws -> Bool {
    try session.first(
      """
      select from delivery d
      join account a on (a.organization_id, a.id) = (d.organization_id, d.account_id)
      where a.platform = \(platform) and a.remote_id = \(comment.account)
        and d.state in ('sending', 'pending_remote', 'unknown', 'needs_review')
      limit 1
      """) != nil
  }

  /// Newest first; `before` is the id of the last one of the page before.
  package func list(workspace: UUID, before: UUID?, limit: Int) throws -> [(id: UUID, json: JSON)] {
    let rows = try session.query(
      """
      select c.id, c.account_id, c.delivery_id, d.post_id, c.platform, c.remote_id, c.parent_remote_id,
        c.author_remote_id, c.author_name, c.text, c.received_at
      from comment c join delivery d on (d.organization_id, d.id) = (c.organization_id, c.delivery_id)
      where c.workspace_id = \(workspace) and (\(before)::uuid is null or c.id < \(before))
      order by c.id desc limit \(limit)
      """)
    return try rows.map { row in (try row.value("id"), try Self.json(row)) }
  }

  private static func json(_ row: Row) throws -> JSON {
    let receivedAt: Instant = try row.value("received_at")
    var object: JSONObject = [:]
    for name in ["id", "account_id", "post_id", "delivery_id", "platform", "remote_id", "parent_remote_id"] {
      object[name] = JSON(try row.optional(name))
    }
    object["author"] = [
      "id": JSON(try row.optional("author_remote_id")), "name": JSON(try row.optional("author_name")),
    ]
    object["text"] = .string(try row.value("text"))
    object["received_at"] = JSON(describing: receivedAt)
    return .object(object)
  }
}
