package import Core
package import Database
internal import Platforms

/// Posts, read and written.
package struct PostStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  package func insert(_ id: UUID, _ post: ValidPost, organization: UUID, author: UUID) throws {
    try session.query(
      """
      insert into post (organization_id, id, workspace_id, author_id, content, scheduled_at)
      values (\(organization), \(id), \(post.workspace), \(author), \(post.content.json), \(post.scheduledAt))
      """)
  }

  package func find(_ id: UUID) throws -> Post? {
    let row = try session.first(
      """
      select id, workspace_id, author_id, content, scheduled_at, state, version, created_at, updated_at
      from post where id = \(id) and deleted_at is null
      """)
    guard let row else { return nil }
    return try withDeliveries([try Post(row)]).first
  }

  /// The post that a delivery belongs to.
  package func find(delivery id: UUID) throws -> Post? {
    guard let row = try session.first("select post_id from delivery where id = \(id)") else { return nil }
    return try find(try row.value("post_id"))
  }

  /// Newest first; `before` is the id of the last one of the page before.
  package func list(workspace: UUID, state: PostState?, before: UUID?, limit: Int) throws -> [Post] {
    let rows = try session.query(
      """
      select id, workspace_id, author_id, content, scheduled_at, state, version, created_at, updated_at
      from post
      where workspace_id = \(workspace) and deleted_at is null
        and (\(state?.rawValue)::text is null or state = \(state?.rawValue)) and (\(before)::uuid is null or id < \(before))
      order by id desc limit \(limit)
      """)
    return try withDeliveries(try rows.map { try Post($0) })
  }

  /// False when the post has another version by now.
  package func update(_ id: UUID, version: Int, _ post: ValidPost) throws -> Bool {
    try session.first(
      """
      update post set content = \(post.content.json), scheduled_at = \(post.scheduledAt),
        version = version + 1, updated_at = clock_timestamp()
      where id = \(id) and version = \(version) and deleted_at is null returning id
      """) != nil
  }

  package func updateTime(_ id: UUID, _ time: Instant?) throws {
    try session.query(
      """
      update post set scheduled_at = coalesce(\(time), scheduled_at), version = version + 1,
        updated_at = clock_timestamp()
      where id = \(id)
      """)
  }

  package func markDeleted(_ id: UUID) throws {
    try session.query("update post set deleted_at = clock_timestamp() where id = \(id)")
  }

  private func withDeliveries(_ posts: [Post]) throws -> [Post] {
    guard !posts.isEmpty else { return [] }
    let ids = posts.map(\.id)
    let rows = try session.queries([deliveries(of: ids), attempts(of: ids)])
    var deliveries = try rows[0].map { try Delivery($0) }
    let attempts = try attempts(rows[1])
    for index in deliveries.indices {
      deliveries[index].attempts = attempts.filter { $0.delivery == deliveries[index].id }.map(\.json)
    }
    return posts.map { post in
      var post = post
      post.deliveries = deliveries.filter { $0.post == post.id }
      return post
    }
  }

  private func deliveries(of posts: [UUID]) -> SQL {
    """
    select d.id, d.post_id, d.account_id, d.platform, d.state, d.variant, d.due_at, d.published_at, d.removed_at,
      d.remote_id, d.permalink, d.error_code, d.error_detail,
      d.confirmed_by is not null and d.seen_at is null as is_claimed,
      d.rest_code, d.rest_detail, d.rest_step, steps_out(d.remote_handle) as steps_out,
      case when d.checked_revision = d.revision and d.state in ('scheduled', 'queued') then d.risks end as risks,
      w.reason as waits_for, w.since as waits_since, w.until as waits_until
    from delivery d left join delivery_wait w on (w.organization_id, w.id) = (d.organization_id, d.id)
    where d.post_id = any(\(posts)) order by d.id
    """
  }

  private func attempts(of posts: [UUID]) -> SQL {
    """
    select delivery_id, step, started_at, finished_at, outcome, http_status, error_code, error_detail
    from delivery_attempt where delivery_id in (select id from delivery where post_id = any(\(posts)))
    order by started_at
    """
  }

  private func attempts(_ rows: [Row]) throws -> [(delivery: UUID, json: JSON)] {
    try rows.map { row in
      let startedAt: Instant = try row.value("started_at")
      let finishedAt: Instant? = try row.optional("finished_at")
      let status: Int? = try row.optional("http_status")
      return (
        try row.value("delivery_id"),
        [
          "step": JSON(try row.value("step") as Int), "started_at": JSON(describing: startedAt),
          "finished_at": JSON(describing: finishedAt), "outcome": JSON(try row.optional("outcome")),
          "http_status": status.map { JSON($0) } ?? .null, "error_code": JSON(try row.optional("error_code")),
          "error_detail": JSON(try row.optional("error_detail")),
        ]
      )
    }
  }
}
