internal import Core
internal import Database
internal import Platforms

/// Looking up deliveries whose outcome is unknown, and settling them.
///
/// A look changes nothing outside, so two at a time do no harm; `checks` fences their results. For
/// `coalesce(state)` see `ClaimStore`.
struct CheckStore {
  let session: Session

  /// Those that are due for a look; or one, a moment earlier if need be, since messages come in whole seconds.
  func begin(_ delivery: UUID? = nil, limit: Int, recheck: Duration) throws -> [Check] {
    let early = delivery == nil ? Duration.zero : Timing.earliness
    let rows = try session.query(
      """
      update delivery d set checks = checks + 1, check_after = clock_timestamp() + \(recheck)::interval
      from post p, account a
      where (d.organization_id, d.id) in (select organization_id, id from delivery
          where state in ('unknown', 'pending_remote') and check_after < clock_timestamp() + \(early)::interval
            and (\(delivery)::uuid is null or id = \(delivery))
          order by check_after limit \(limit) for update skip locked)
        and (p.organization_id, p.id) = (d.organization_id, d.post_id)
        and (a.organization_id, a.id) = (d.organization_id, d.account_id)
      returning d.organization_id, d.id, d.account_id, d.platform, d.fence, d.attempt, d.max_attempts,
        d.checks, d.absences, d.variant, d.remote_handle, p.content, a.remote_id as identity, a.name, a.credentials,
        (select max(t.started_at) from delivery_attempt t where t.organization_id = d.organization_id
          and t.delivery_id = d.id and t.fence = d.fence) as started_at
      """)
    return try rows.map { try Check($0) }
  }

  /// Of these ids, those that other deliveries of the account are known to have made.
  func findTaken(_ check: Check, _ ids: [String]) throws -> Set<String> {
    let rows = try session.query(
      """
      select coalesce(d.remote_handle -> 'posted', '[]') || to_jsonb(coalesce(d.remote_id, '')) as ids
      from delivery d
      where d.organization_id = \(check.target.organization) and d.account_id = \(check.target.account)
        and d.id <> \(check.target.delivery) and (d.remote_id = any(\(ids)) or d.remote_handle -> 'posted' ?| \(ids))
      """)
    return Set(try rows.flatMap { row in (try row.value("ids") as JSON).array?.compactMap(\.string) ?? [] })
  }

  /// It is there.
  func publish(_ check: Check, remoteID: String, firstID: String, handle: JSONObject) throws -> Bool {
    try session.first(
      """
      with done as (
        update delivery set state = 'published', remote_id = \(firstID), remote_handle = \(JSON.object(handle)),
          published_at = coalesce(published_at, clock_timestamp()), error_code = null, error_detail = null
        where organization_id = \(check.target.organization) and id = \(check.target.delivery) and fence = \(check.target.fence)
          and checks = \(check.checks) and coalesce(state) in ('unknown', 'pending_remote')
        returning organization_id, id, fence),
      finished as (
        update delivery_attempt a set finished_at = clock_timestamp(), outcome = 'published',
          remote_id = \(remoteID)
        from done where (a.organization_id, a.delivery_id, a.fence) = (done.organization_id, done.id, done.fence)
          and a.finished_at is null)
      select from done
      """) != nil
  }

  /// It is not there, or only a part of it is: to be sent, or continued.
  func reschedule(_ check: Check, handle: JSONObject) throws -> Bool {
    try move(check, to: "scheduled", handle: handle, code: nil, detail: nil)
  }

  /// It cannot be found out: a person has to look.
  func askPerson(_ check: Check, _ reason: String) throws -> Bool {
    try move(
      check, to: "needs_review", handle: check.target.handle, code: "needs_review",
      detail: "It was sent, but \(reason) Look whether it is there.")
  }

  /// The platform had it and did not publish it: another try begins anew, but for what is out already.
  func refuse(_ check: Check, _ settlement: Settlement) throws -> Bool {
    try move(
      check, to: settlement.state, handle: ["posted": .array(check.target.posted)],
      code: settlement.error?.apiCode, detail: settlement.error?.detail, after: settlement.delay,
      uncounted: settlement.isCounted ? 0 : 1)
  }

  /// The platform has it and still works on it, or did not answer: this look does not count.
  func postpone(_ check: Check, by delay: Duration) throws {
    try session.query(
      """
      update delivery set checks = 0, absences = 0, check_after = clock_timestamp() + \(delay)::interval
      where organization_id = \(check.target.organization) and id = \(check.target.delivery) and fence = \(check.target.fence)
        and checks = \(check.checks) and coalesce(state) in ('unknown', 'pending_remote')
      """)
  }

  private func move(
    _ check: Check, to state: String, handle: JSONObject, code: String?, detail: String?,
    after delay: Duration = .zero, uncounted: Int = 0
  ) throws -> Bool {
    try session.first(
      """
      with moved as (
        update delivery set state = \(state), not_before = clock_timestamp() + \(delay)::interval,
          attempt = attempt - \(uncounted), remote_handle = \(JSON.object(handle)),
          error_code = \(code), error_detail = \(detail)
        where organization_id = \(check.target.organization) and id = \(check.target.delivery) and fence = \(check.target.fence)
          and checks = \(check.checks) and coalesce(state) in ('unknown', 'pending_remote')
        returning organization_id, id, fence),
      finished as (
        update delivery_attempt a set finished_at = clock_timestamp(), outcome = 'unknown'
        from moved
        where (a.organization_id, a.delivery_id, a.fence) = (moved.organization_id, moved.id, moved.fence)
          and a.finished_at is null)
      select from moved
      """) != nil
  }

  func recordAbsence(_ check: Check) throws {
    try session.query(
      """
      update delivery set absences = absences + 1
      where organization_id = \(check.target.organization) and id = \(check.target.delivery) and fence = \(check.target.fence)
        and checks = \(check.checks) and coalesce(state) in ('unknown', 'pending_remote')
      """)
  }

  /// Published ones whose address is still missing.
  func listWithoutPermalink(_ delivery: UUID?, limit: Int) throws -> [Check] {
    let rows = try session.query(
      """
      select d.organization_id, d.id, d.account_id, d.platform, d.fence, d.attempt, d.max_attempts,
        d.checks, d.absences, d.variant, d.remote_handle, p.content, a.remote_id as identity, a.name, a.credentials,
        d.published_at as started_at
      from delivery d
      join post p on (p.organization_id, p.id) = (d.organization_id, d.post_id)
      join account a on (a.organization_id, a.id) = (d.organization_id, d.account_id)
      where d.state = 'published' and d.permalink is null and d.remote_id is not null
        and (\(delivery)::uuid is null or d.id = \(delivery))
        and d.published_at > clock_timestamp() - interval '1 day'
      order by d.published_at limit \(limit)
      """)
    return try rows.map { try Check($0) }
  }
}

/// One look at a delivery.
struct Check {
  let target: DeliveryTarget
  /// Of sending it.
  let tries: Tries
  /// This look included.
  let checks: Int
  /// Looks before this one that did not find it.
  let absences: Int
  let startedAt: Instant

  init(_ row: Row) throws {
    target = try DeliveryTarget(row)
    tries = Tries(made: try row.value("attempt"), most: try row.value("max_attempts"), wasUnknown: false)
    checks = try row.value("checks")
    absences = try row.value("absences")
    startedAt = try row.optional("started_at") ?? .now()
  }
}
