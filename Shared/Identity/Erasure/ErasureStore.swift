internal import Core
internal import Database

/// Wishes to be erased that are not done yet.
struct ErasureStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Nil when there is an open one already.
  func insert(
    _ id: UUID, kind: ErasureKind, of subject: UUID, by user: UUID, after delay: Duration
  ) throws -> Instant? {
    try session.first(
      """
      insert into erasure (id, kind, subject_id, requested_by, due_at)
      values (\(id), \(kind.rawValue), \(subject), \(user), clock_timestamp() + \(delay)::interval)
      on conflict (kind, subject_id) where cancelled_at is null and done_at is null do nothing returning due_at
      """
    )?.value("due_at")
  }

  func findDue(_ kind: ErasureKind, of subject: UUID) throws -> Instant? {
    try session.first(
      """
      select due_at from erasure where kind = \(kind.rawValue) and subject_id = \(subject)
        and cancelled_at is null and done_at is null
      """
    )?.value("due_at")
  }

  /// Returns its id; nil when there was none.
  func cancel(_ kind: ErasureKind, of subject: UUID) throws -> UUID? {
    try session.first(
      """
      update erasure set cancelled_at = clock_timestamp() where kind = \(kind.rawValue) and subject_id = \(subject)
        and cancelled_at is null and done_at is null returning id
      """
    )?.value("id")
  }

  /// Whether the person is the only owner of an organization with other members.
  func isNeeded(_ user: UUID) throws -> Bool {
    try session.first(
      """
      select from membership own
      where own.user_id = \(user) and own.role = 'owner'
        and not exists (select from membership m where m.organization_id = own.organization_id
          and m.user_id <> \(user) and m.role = 'owner')
        and exists (select from membership m where m.organization_id = own.organization_id and m.user_id <> \(user))
      limit 1
      """) != nil
  }

  /// Who is told of an open one: the person, or the owners of the organization.
  func listNotices(_ id: UUID) throws -> [ErasureNotice] {
    try session.query(
      """
      select u.email, o.name as organization, e.due_at from erasure e
      left join organization o on e.kind = 'organization' and o.id = e.subject_id
      join app_user u on e.kind = 'person' and u.id = e.subject_id or e.kind = 'organization' and u.id in (
        select m.user_id from membership m where m.organization_id = e.subject_id and m.role = 'owner')
      where e.id = \(id) and e.cancelled_at is null and e.done_at is null order by u.id
      """
    ).map { row in
      ErasureNotice(
        email: try row.value("email"), organization: try row.optional("organization"),
        dueAt: try row.value("due_at"))
    }
  }
}

/// What is to be erased.
enum ErasureKind: String, Sendable {
  case person, organization
}

/// What one person is told of an erasure.
struct ErasureNotice: Sendable {
  let email: String
  /// Its name; nil when it is the person's own account.
  let organization: String?
  let dueAt: Instant
}
