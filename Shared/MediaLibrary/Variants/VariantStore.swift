internal import Core
internal import Database
internal import Outbox
internal import Platforms

/// Variants of media: which are wanted, which are there.
struct VariantStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Wants a variant for a platform. The first wish puts its making into the outbox, as does each one until it is
  /// made; what was put there is not put there again.
  func insert(_ need: VariantNeed, of media: UUID, for platform: String) throws {
    let purpose: JSON = [["platform": .string(platform), "reason": .string(need.reason)]]
    try session.transaction {
      let wanted = try session.query(
        """
        insert into media_variant as v (organization_id, id, workspace_id, media_id, recipe, purposes)
        select organization_id, \(UUID.v7()), workspace_id, id, \(need.recipe.text), \(purpose) from media
        where id = \(media)
        on conflict (organization_id, media_id, recipe) do update
          set purposes = case when v.purposes @> excluded.purposes then v.purposes
            else v.purposes || excluded.purposes end
        returning organization_id, id, state = 'pending' as is_pending
        """)
      let pending = try wanted.filter { try $0.value("is_pending") }
      try OutboxStore(session).insert(pending.map { try VariantRequest($0) })
    }
  }

  /// Forgets that it failed, so that it is made anew when it is wanted again. What the file itself stands against, only
  /// when that is asked for.
  func deleteFailed(_ recipe: VariantRecipe, of media: UUID, evenHopeless: Bool) throws {
    try session.query(
      """
      delete from media_variant where media_id = \(media) and recipe = \(recipe.text) and state = 'failed'
        and (\(evenHopeless) or error_code <> 'not_convertible')
      """)
  }

  func find(_ recipe: VariantRecipe, of media: UUID) throws -> MediaVariant? {
    try session.first(
      """
      select \(unescapedSQL: MediaVariant.columns) from media_variant
      where media_id = \(media) and recipe = \(recipe.text)
      """
    ).map { try MediaVariant($0) }
  }

  /// In the order in which they were wanted.
  func list(of media: UUID) throws -> [MediaVariant] {
    try session.query(
      """
      select \(unescapedSQL: MediaVariant.columns) from media_variant where media_id = \(media) order by id
      """
    ).map { try MediaVariant($0) }
  }

  /// Notes that its making begins. Nil when there is nothing to make any more.
  func begin(_ id: UUID, organization: UUID) throws -> MediaVariant? {
    try session.first(
      """
      update media_variant set attempts = attempts + 1, updated_at = clock_timestamp()
      where organization_id = \(organization) and id = \(id) and state = 'pending'
      returning \(unescapedSQL: MediaVariant.columns)
      """
    ).map { try MediaVariant($0) }
  }

  /// False when it was deleted with its file meanwhile.
  func markReady(_ variant: MediaVariant, _ facts: Media.Facts) throws -> Bool {
    try session.first(
      """
      update media_variant set state = 'ready', content_type = \(facts.contentType), bytes = \(facts.bytes),
        width = \(facts.width), height = \(facts.height), duration_ms = \(facts.milliseconds),
        video_codec = \(facts.video?.codec), sound_codec = \(facts.video?.soundCodec),
        frame_rate = \(facts.video?.frameRate), has_fast_start = \(facts.video?.hasFastStart), coding = \(facts.coding?.json),
        error_code = null, error_detail = null, updated_at = clock_timestamp()
      where organization_id = \(variant.organization) and id = \(variant.id) returning id
      """) != nil
  }

  func markFailed(_ variant: MediaVariant, code: String, detail: String) throws {
    try session.query(
      """
      update media_variant set state = 'failed', error_code = \(code), error_detail = \(detail),
        updated_at = clock_timestamp()
      where organization_id = \(variant.organization) and id = \(variant.id) and state = 'pending'
      """)
  }
}
