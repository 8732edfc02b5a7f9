package import Core
package import Database
internal import Platforms

/// The library's files, by what is known of them.
package struct MediaStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// False when the organization has no such workspace, or none that this request reaches. Afterwards `findUsage` counts
  /// it, and nobody else begins an upload of the organization until the transaction ends.
  func insert(_ id: UUID, _ upload: ValidUpload, organization: UUID, user: UUID) throws -> Bool {
    try session.first(
      """
      insert into media (organization_id, id, workspace_id, user_id, file_name, declared_type, bytes, alt_text)
      select organization_id, \(id), id, \(user), \(upload.fileName), \(upload.contentType), \(upload.bytes),
        \(upload.altText)
      from workspace where organization_id = \(organization) and id = \(upload.workspace)
      returning id
      """) != nil
  }

  /// What the organization keeps; `quota` is what it may when nothing else is laid down for it.
  package func findUsage(_ organization: UUID, quota: Int64) throws -> MediaUsage {
    let row = try session.first(
      "select used, reserved, uploads, quota from media_usage where organization_id = \(organization)")
    guard let row else { return MediaUsage(used: 0, reserved: 0, uploads: 0, quota: quota) }
    return MediaUsage(
      used: try row.value("used"), reserved: try row.value("reserved"), uploads: try row.value("uploads"),
      quota: try row.optional("quota") ?? quota)
  }

  /// Newest first; `before` is the id of the last one of the page before.
  package func list(workspace: UUID, before: UUID?, limit: Int) throws -> [MediaItem] {
    let rows = try session.query(
      """
      select \(unescapedSQL: MediaItem.columns) from media
      where workspace_id = \(workspace) and (\(before)::uuid is null or id < \(before))
      order by id desc limit \(limit)
      """)
    return try rows.map { try MediaItem($0) }
  }

  package func find(_ ids: [UUID]) throws -> [MediaItem] {
    let rows = try session.query(
      "select \(unescapedSQL: MediaItem.columns) from media where id = any(\(ids))")
    return try rows.map { try MediaItem($0) }
  }

  /// The same of one tenant, for a role that sees all of them.
  package func find(_ ids: [UUID], organization: UUID) throws -> [MediaItem] {
    let rows = try session.query(
      """
      select \(unescapedSQL: MediaItem.columns) from media
      where organization_id = \(organization) and id = any(\(ids))
      """)
    return try rows.map { try MediaItem($0) }
  }

  /// Of any tenant: for what a queue tells of.
  func find(_ id: UUID, organization: UUID) throws -> MediaItem? {
    let row = try session.first(
      """
      select \(unescapedSQL: MediaItem.columns) from media
      where organization_id = \(organization) and id = \(id)
      """)
    return try row.map { try MediaItem($0) }
  }

  /// Of any tenant: for what a bucket's event tells of. Nil when it was decided on, or deleted; else nobody does either
  /// until the transaction ends.
  func lockPending(_ id: UUID, organization: UUID) throws -> MediaItem? {
    let row = try session.first(
      """
      select \(unescapedSQL: MediaItem.columns) from media
      where organization_id = \(organization) and id = \(id) and state = 'pending' for update
      """)
    return try row.map { try MediaItem($0) }
  }

  /// Nobody decides on it, or deletes it, until the transaction ends.
  func lock(_ id: UUID) throws -> MediaItem? {
    let row = try session.first(
      "select \(unescapedSQL: MediaItem.columns) from media where id = \(id) for update")
    return try row.map { try MediaItem($0) }
  }

  package func updateAltText(_ id: UUID, _ text: String?) throws -> Bool {
    try session.first(
      """
      update media set alt_text = \(text), updated_at = clock_timestamp() where id = \(id) returning id
      """) != nil
  }

  /// Notes what is looked at from now on.
  func markArrived(_ item: MediaItem, entityTag: String) throws {
    try session.query(
      """
      update media set entity_tag = \(entityTag), updated_at = clock_timestamp()
      where organization_id = \(item.organization) and id = \(item.id)
      """)
  }

  /// What was decided on stays so. False when it was, or the file was deleted.
  func markReady(_ item: MediaItem, _ facts: Media.Facts, entityTag: String) throws -> Bool {
    try session.first(
      """
      update media set state = 'ready', entity_tag = \(entityTag), content_type = \(facts.contentType), bytes = \(facts.bytes),
        width = \(facts.width), height = \(facts.height), duration_ms = \(facts.milliseconds),
        video_codec = \(facts.video?.codec), sound_codec = \(facts.video?.soundCodec),
        frame_rate = \(facts.video?.frameRate), has_fast_start = \(facts.video?.hasFastStart), coding = \(facts.coding?.json),
        error_code = null, error_detail = null, updated_at = clock_timestamp()
      where organization_id = \(item.organization) and id = \(item.id) and state = 'pending' returning id
      """) != nil
  }

  /// The same: false when it was decided on, or deleted.
  func markRejected(_ item: MediaItem, code: String, detail: String) throws -> Bool {
    try session.first(
      """
      update media set state = 'rejected', error_code = \(code), error_detail = \(detail),
        updated_at = clock_timestamp()
      where organization_id = \(item.organization) and id = \(item.id) and state = 'pending' returning id
      """) != nil
  }

  /// Of all tenants, uploads that were begun before this time and never came; the oldest first.
  func listPending(before time: Instant, limit: Int) throws -> [MediaItem] {
    let rows = try session.query(
      """
      select \(unescapedSQL: MediaItem.columns) from media where state = 'pending' and created_at < \(time)
      order by created_at limit \(limit)
      """)
    return try rows.map { try MediaItem($0) }
  }

  /// Which posts of the file's workspace name it, in their own content or in that of one account.
  package enum Use {
    /// Those that are not over: the file stays.
    case open
    /// Those that have a time, or may be sent once more: what the file says goes out with them.
    case planned
  }

  /// Whose posts name the file; the one question of what it is used for.
  package func listAuthors(of use: Use, _ item: MediaItem) throws -> [UUID] {
    let reference: JSON = ["media": [["id": JSON(describing: item.id)]]]
    return try session.query(
      """
      select distinct p.author_id from post p
      left join delivery d on (d.organization_id, d.post_id) = (p.organization_id, p.id)
      where p.workspace_id = \(item.workspace) and p.deleted_at is null
        and (p.content @> \(reference) or d.variant @> \(reference))
        and case when \(use == .open) then p.state not in ('published', 'cancelled', 'removed')
          else d.state in ('scheduled', 'queued', 'claimed', 'sending', 'pending_remote', 'unknown') end
      """
    ).map { try $0.value("author_id") }
  }

  func delete(_ id: UUID) throws {
    try session.query("delete from media where id = \(id)")
  }
}
