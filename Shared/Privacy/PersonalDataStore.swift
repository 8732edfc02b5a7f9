internal import Core
internal import Database

/// Reads and deletes what is about somebody, table by table.
struct PersonalDataStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Opens a cursor on the rows of a table, as JSON. Within a transaction; `fetch` reads it.
  func open(_ holding: Holding, columns: StaticString, of subject: UUID) throws {
    try session.query(
      """
      declare holding no scroll cursor for
      select (to_jsonb(t) - \(holding.hidden)::text[])::text as row from \(unescapedSQL: holding.source) as t
      where \(subject)::uuid in (\(unescapedSQL: columns))
      """)
  }

  /// The next rows; none when there are no more.
  func fetch() throws -> [String] {
    try session.query("fetch 200 from holding").map { try $0.value("row") }
  }

  func close() throws { try session.query("close holding") }

  /// Returns how many rows there were.
  func delete(_ holding: Holding, where column: StaticString, is subject: UUID) throws -> Int {
    try session.query(
      """
      delete from \(unescapedSQL: holding.table) where \(unescapedSQL: column) = \(subject) returning 1
      """
    ).count
  }

  /// The media library's objects, as `MediaItem.key` and `MediaVariant.key` name them.
  func listMediaKeys(of organization: UUID) throws -> [String] {
    try session.query(
      """
      select 'media/' || organization_id || '/' || id as key from media where organization_id = \(organization)
      union all
      select 'uploads/' || organization_id || '/' || id from media
      where organization_id = \(organization) and state = 'pending'
      union all
      select 'variants/' || organization_id || '/' || media_id || '/' || recipe
        || case when recipe like 'jpeg-%' then '.jpg' else '.mp4' end
      from media_variant where organization_id = \(organization)
      """
    ).map { try $0.value("key") }
  }

  /// What events say about a person: in their own stream, where they acted, and where they were acted on.
  func deleteEventDetails(ofPerson user: UUID) throws -> Int {
    try session.query(
      """
      delete from event_private p using event e
      where (e.stream_id, e.sequence) = (p.stream_id, p.sequence) and (e.stream_id = \(user) or e.actor_id = \(user)
        or e.target = 'member:' || \(user.description) or strpos(lower(p.content::text collate "C"),
          (select to_json(email)::text from app_user where id = \(user))) > 0)
      returning 1
      """
    ).count
  }

  func deleteEventDetails(ofOrganization organization: UUID) throws -> Int {
    try session.query("delete from event_private where stream_id = \(organization) returning 1").count
  }

  /// Messages that name the person or their address.
  func deleteMessages(ofPerson user: UUID) throws {
    try session.query(
      """
      delete from outbox where body ->> 'user_id' = \(user.description)
        or body ->> 'email' = (select email from app_user where id = \(user))
      """)
  }

  /// What somebody asked for with the person's address.
  func deleteRegistrations(ofPerson user: UUID) throws {
    try session.query(
      "delete from registration where email = (select email from app_user where id = \(user))")
  }

  /// Leaves a row that names nobody and that nobody can log in by. An address below `.invalid` is nobody's (RFC 2606).
  func anonymize(_ user: UUID) throws {
    try session.query(
      """
      update app_user set email = id || '@erased.invalid', name = 'Erased person', password_hash = '!',
        email_verified_at = null, erased_at = clock_timestamp()
      where id = \(user)
      """)
  }
}
