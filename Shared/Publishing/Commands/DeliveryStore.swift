internal import Accounts
internal import Core
internal import Database
internal import Outbox
internal import Platforms
internal import Posts

/// What people do to deliveries.
struct DeliveryStore {
  let session: Session

  /// All of them at once, each in its account's workspace.
  func insert(_ targets: [ValidPost.Target], post: UUID, organization: UUID) throws {
    let accounts = targets.map(\.account)
    try session.query(
      """
      insert into delivery (organization_id, id, post_id, account_id, platform, variant, missed_after)
      select \(organization), target.id, \(post), target.account_id, target.platform, target.variant::jsonb,
        w.missed_after
      from unnest(\(targets.map { _ in UUID.v7() })::uuid[], \(accounts.map(\.id))::uuid[],
          \(accounts.map(\.platform))::text[], \(targets.map(\.variant.text))::text[],
          \(accounts.map(\.workspace))::uuid[])
        as target (id, account_id, platform, variant, workspace_id)
      join workspace w on (w.organization_id, w.id) = (\(organization), target.workspace_id)
      """)
  }

  /// Keeps workers and other commands off the deliveries of a post until the transaction ends.
  func lock(post: UUID) throws {
    try session.query("select id from delivery where post_id = \(post) order by id for update")
  }

  func updateVariant(_ id: UUID, _ variant: JSON) throws {
    // What was prepared belongs to the old content; what is published already stays. A worker that waits for
    // this row has read the old content: taking the row out of the queue makes its dispatch_no void.
    try session.query(
      """
      update delivery set variant = \(variant), revision = revision + 1,
        state = case state when 'queued' then 'scheduled' else state end, remote_handle = case
          when remote_handle ? 'posted' then jsonb_build_object('posted', remote_handle -> 'posted') end
      where id = \(id) and state not in ('published', 'removing', 'removed')
      """)
  }

  /// Gives the deliveries that are not out yet a time. Returns how many.
  func schedule(post: UUID, at time: Instant, leads: Leads, states: [String]) throws -> Int {
    try session.query(
      """
      update delivery d set state = 'scheduled', due_at = \(time), revision = revision + 1,
        not_before = \(time)::timestamptz - make_interval(secs => lead.seconds),
        is_heavy = lead.is_heavy, error_code = null, error_detail = null
      from unnest(\(leads.accounts)::uuid[], \(leads.seconds)::int[], \(leads.heavy)::bool[])
        as lead (account_id, seconds, is_heavy)
      where d.post_id = \(post) and d.state = any(\(states)) and lead.account_id = d.account_id
      returning d.id
      """
    ).count
  }

  /// Takes them out of the plan for good. Returns how many.
  func cancel(post: UUID) throws -> Int {
    try session.query(
      """
      update delivery set state = 'cancelled'
      where post_id = \(post) and state in ('draft', 'scheduled', 'queued', 'failed', 'missed', 'needs_review')
      returning id
      """
    ).count
  }

  /// Removes those that were never tried. The record of a try keeps its delivery.
  func delete(_ ids: [UUID]) throws {
    try session.query(
      """
      delete from delivery d where id = any(\(ids))
        and not exists (select from delivery_attempt a where a.delivery_id = d.id)
      """)
  }

  /// Due again now; of what is published, the rest that is not out. False when it is in no state to be tried again.
  func retry(_ id: UUID) throws -> Bool {
    try session.first(
      """
      update delivery set state = 'scheduled', due_at = clock_timestamp(), not_before = clock_timestamp(),
        attempt = 0, checks = 0, absences = 0, revision = revision + 1, error_code = null, error_detail = null,
        rest_code = null, rest_detail = null, rest_step = null
      where id = \(id) and (state in ('failed', 'missed') or state = 'published' and rest_code is not null)
      returning id
      """) != nil
  }

  /// What is out is to be taken down; returns the message that asks for it. Nil when it is not out, or nobody knows its id.
  func takeDown(_ id: UUID) throws -> DispatchHint? {
    try session.first(
      """
      update delivery set state = 'removing', dispatch_no = dispatch_no + 1, attempt = 0,
        check_after = clock_timestamp(), error_code = null, error_detail = null
      where id = \(id) and state = 'published' and remote_id is not null
      returning organization_id, id, dispatch_no
      """
    ).map { try DispatchHint($0, to: .removal) }
  }

  /// A person's word on an outcome that could not be found out, and the platform's on that.
  func resolve(
    _ id: UUID, as state: String, by user: UUID, _ remoteID: String?, at permalink: String?,
    _ testimony: Testimony
  ) throws -> Bool {
    var (address, isSeen) = (permalink, false)
    if case .confirmed(let found) = testimony { (address, isSeen) = (found ?? permalink, true) }
    return try session.first(
      """
      update delivery set state = \(state), confirmed_by = \(user), checks = 0, absences = 0, attempt = 0,
        seen_at = case when \(isSeen) then clock_timestamp() end,
        remote_id = coalesce(\(remoteID), remote_id), permalink = coalesce(\(address), permalink),
        published_at = case when \(state) = 'published' then clock_timestamp() end,
        due_at = case when \(state) = 'scheduled' then clock_timestamp() else due_at end,
        not_before = clock_timestamp(),
        error_code = case when \(state) = 'failed' then 'not_published' end,
        error_detail = case when \(state) = 'failed' then 'A member looked and it is not there.' end
      where id = \(id) and state = 'needs_review' returning id
      """) != nil
  }

  /// The same of the next part of what is out already, which stays known by its first.
  func resolveRest(_ id: UUID, as state: String, by user: UUID, _ remoteID: String?) throws -> Bool {
    try session.first(
      """
      update delivery set state = \(state), checks = 0, absences = 0, attempt = 0,
        remote_handle = case when \(remoteID)::text is null then remote_handle else jsonb_set(remote_handle, '{posted}',
          (remote_handle -> 'posted') || to_jsonb(\(remoteID)::text)) end,
        confirmed_by = case when \(remoteID)::text is null then confirmed_by else \(user) end,
        seen_at = case when \(remoteID)::text is null then seen_at end,
        due_at = case when \(state) = 'scheduled' then clock_timestamp() else due_at end,
        not_before = clock_timestamp(),
        error_code = case when \(state) = 'failed' then 'not_published' end,
        error_detail = case when \(state) = 'failed' then 'A member looked and it is not there.' end
      where id = \(id) and state = 'needs_review' and steps_out(remote_handle) > 0 returning id
      """) != nil
  }
}

/// How long before its time each account's delivery of a post is taken up.
struct Leads {
  let accounts: [UUID]
  let seconds: [Int]
  /// Whether its media take their time, so that it waits for its organization's turn: a video, or something at an address of
  /// somebody else, which may answer slowly or not at all.
  let heavy: [Bool]

  init(_ targets: [ValidPost.Target], rules: Platforms) {
    accounts = targets.map(\.account.id)
    seconds = targets.map { target in
      let lead = rules[target.account.platform]?.preparationTime(of: target.content)
      return Int((lead ?? .zero).components.seconds)
    }
    heavy = targets.map { $0.content.media.contains { $0.isVideo || $0.id == nil } }
  }
}
