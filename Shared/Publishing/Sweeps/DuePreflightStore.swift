internal import Accounts
internal import Core
internal import Database
internal import Platforms
internal import Posts

/// What is due within ten minutes, for a look ahead.
struct DuePreflightStore {
  let session: Session

  /// Takes those that were not looked at since they were last changed. What is queued already is left alone: it was
  /// looked at before, or has only just been scheduled.
  func take(limit: Int) throws -> [DueDelivery] {
    try session.query(
      """
      update delivery d set checked_revision = d.revision, risks = null
      from post p, account a
      where (d.organization_id, d.id) in (select organization_id, id from delivery
          where state = 'scheduled' and not_before <= clock_timestamp() + interval '10 min'
            and due_at > clock_timestamp() and due_at <= clock_timestamp() + interval '10 min'
            and checked_revision is distinct from revision
          order by due_at, post_id limit \(limit) for update skip locked)
        and (p.organization_id, p.id) = (d.organization_id, d.post_id) and p.deleted_at is null
        and (a.organization_id, a.id) = (d.organization_id, d.account_id)
      returning d.organization_id, d.id as delivery_id, d.post_id, d.revision, d.variant, d.due_at, p.author_id,
        p.content, a.id, a.workspace_id, a.platform, a.name, a.kind, a.state, a.connection_id, a.token_expires_at,
        a.limited_until, a.error_code, a.error_detail, a.renewal_failed_at, a.granted_scopes, a.created_at
      """
    ).map { try DueDelivery($0) }
  }

  func saveRisks(_ delivery: DueDelivery, _ risks: JSON) throws {
    try session.query(
      """
      update delivery set risks = \(risks)
      where organization_id = \(delivery.organization) and id = \(delivery.id)
      """)
  }
}

/// A delivery whose time is near.
struct DueDelivery: Hashable {
  let organization: UUID
  let id: UUID
  let post: UUID
  let author: UUID
  let revision: Int
  let dueAt: Instant
  let draft: AccountDraft
  /// The first words of the text.
  let excerpt: String

  init(_ row: Row) throws {
    organization = try row.value("organization_id")
    id = try row.value("delivery_id")
    post = try row.value("post_id")
    author = try row.value("author_id")
    revision = try row.value("revision")
    dueAt = try row.value("due_at")
    let account = try Account(row)
    let content = Content(stored: try row.value("content"))
    excerpt = String(content.text.prefix(80))
    draft = AccountDraft(
      account, at: "/accounts/\(account.id)", content, variant: try row.value("variant"),
      in: "/variants/\(account.id)")
  }

  static func == (one: DueDelivery, other: DueDelivery) -> Bool { one.id == other.id }

  func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
