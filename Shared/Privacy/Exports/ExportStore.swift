package import Core
package import Database

/// Exports that were asked for.
package struct ExportStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  func insert(_ id: UUID, of subject: Subject, by user: UUID) throws -> DataExport {
    try DataExport(
      session.only(
        """
        insert into data_export (id, kind, subject_id, requested_by)
        values (\(id), \(subject.kind), \(subject.id), \(user))
        returning id, kind, subject_id, state, files, bytes, created_at, expires_at
        """))
  }

  package func find(_ id: UUID, of subject: Subject) throws -> DataExport? {
    try session.first(
      """
      select id, kind, subject_id, state, files, bytes, created_at, expires_at from data_export
      where id = \(id) and kind = \(subject.kind) and subject_id = \(subject.id)
      """
    ).map { try DataExport($0) }
  }

  /// One that is still to be made.
  func findQueued(_ id: UUID) throws -> DataExport? {
    try session.first(
      """
      select id, kind, subject_id, state, files, bytes, created_at, expires_at from data_export
      where id = \(id) and state = 'queued' and expires_at > clock_timestamp()
      """
    ).map { try DataExport($0) }
  }

  /// Whether the one who asked would be let in to ask now.
  func isStillOwed(_ id: UUID) throws -> Bool {
    try session.first(
      """
      select from data_export e join app_user u on u.id = e.requested_by and u.erased_at is null
      where e.id = \(id) and (e.kind = 'person' or exists (select from membership m
        where m.organization_id = e.subject_id and m.user_id = u.id and m.role = 'owner'))
      """) != nil
  }

  func markFailed(_ id: UUID) throws {
    try session.query(
      """
      update data_export set state = 'failed', finished_at = clock_timestamp() where id = \(id) and state = 'queued'
      """)
  }

  func markReady(_ id: UUID, files: Int, bytes: Int) throws {
    try session.query(
      """
      update data_export set state = 'ready', files = \(files), bytes = \(bytes), finished_at = clock_timestamp()
      where id = \(id) and state = 'queued'
      """)
  }

  /// Those of a subject, or that a person asked for; whatever their state.
  func list(of subject: Subject) throws -> [DataExport] {
    try session.query(
      """
      select id, kind, subject_id, state, files, bytes, created_at, expires_at from data_export
      where kind = \(subject.kind) and subject_id = \(subject.id) order by id
      """
    ).map { try DataExport($0) }
  }

  /// Those whose files are to be deleted.
  func listExpired(limit: Int) throws -> [DataExport] {
    try session.query(
      """
      select id, kind, subject_id, state, files, bytes, created_at, expires_at from data_export
      where state <> 'expired' and expires_at <= clock_timestamp() order by expires_at limit \(limit)
      """
    ).map { try DataExport($0) }
  }

  func markExpired(_ id: UUID) throws {
    try session.query("update data_export set state = 'expired' where id = \(id)")
  }
}
