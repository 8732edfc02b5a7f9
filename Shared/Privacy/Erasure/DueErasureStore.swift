internal import Core
internal import Database

/// Erasures whose time has come, and who depends on whom.
struct DueErasureStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Locked until the end of the transaction; what another is busy with is passed over.
  func lockDue() throws -> DueErasure? {
    try session.first(
      """
      select id, kind, subject_id, kind = 'person' or exists (select from membership m
        where m.organization_id = subject_id and m.user_id = requested_by and m.role = 'owner') as is_still_wanted
      from erasure
      where due_at <= clock_timestamp() and cancelled_at is null and done_at is null
      order by due_at limit 1 for no key update skip locked
      """
    ).flatMap { row in
      guard let subject = Subject(kind: try row.value("kind"), id: try row.value("subject_id")) else {
        return nil
      }
      return DueErasure(
        id: try row.value("id"), subject: subject, isStillWanted: try row.value("is_still_wanted"))
    }
  }

  /// Organizations that have no other owner, locked, so that nobody joins, leaves or changes roles meanwhile.
  func lockOwned(by user: UUID) throws -> [(id: UUID, hasOtherMembers: Bool)] {
    try session.query(
      """
      select o.id, exists (select from membership m
        where m.organization_id = o.id and m.user_id <> \(user)) as has_others
      from organization o
      where exists (select from membership m
          where m.organization_id = o.id and m.user_id = \(user) and m.role = 'owner')
        and not exists (select from membership m
          where m.organization_id = o.id and m.user_id <> \(user) and m.role = 'owner')
      order by o.id for no key update
      """
    ).map { (try $0.value("id"), try $0.value("has_others")) }
  }

  /// To be looked at again tomorrow.
  func postpone(_ id: UUID) throws {
    try session.query("update erasure set due_at = clock_timestamp() + interval '1 day' where id = \(id)")
  }

  /// Not done, and not to be.
  func cancel(_ id: UUID) throws {
    try session.query("update erasure set cancelled_at = clock_timestamp() where id = \(id)")
  }

  func markDone(_ id: UUID) throws {
    try session.query("update erasure set done_at = clock_timestamp() where id = \(id)")
  }
}

/// An erasure whose time has come.
struct DueErasure {
  let id: UUID
  let subject: Subject
  /// Whether who asked for it might still ask: an organization's owner then may be none any more.
  let isStillWanted: Bool
}
