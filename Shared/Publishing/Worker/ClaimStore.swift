internal import Core
internal import Database
internal import Platforms

/// The worker's side of the state machine. Every statement names the fence of its claim: a worker that was
/// paused past its lease finds that its statements change nothing.
///
/// `coalesce(state)` is `state`, but unlike it says nothing about the partial indexes to the planner, which
/// would else walk all queued or leased deliveries to find the one that the primary key names.
struct ClaimStore {
  let session: Session

  /// Takes a queued delivery. Nil when it was cancelled, moved, deleted, is not due, or someone has it.
  func claim(_ hint: DispatchHint, worker: String, timing: Timing) throws -> Claim? {
    let row = try session.first(
      """
      update delivery d set state = 'claimed', fence = fence + 1, lease_owner = \(worker),
        lease_until = clock_timestamp() + \(timing.lease)::interval
      from post p, account a
      where d.organization_id = \(hint.tenant) and d.id = \(hint.delivery)
        and coalesce(d.state) = 'queued' and d.dispatch_no = \(hint.dispatchNumber)
        and d.not_before <= clock_timestamp() + \(Timing.earliness)::interval
        and d.due_at + d.missed_after > clock_timestamp()
        and (p.organization_id, p.id) = (d.organization_id, d.post_id) and p.deleted_at is null
        and (a.organization_id, a.id) = (d.organization_id, d.account_id)
      returning d.organization_id, d.id, d.account_id, d.platform, d.fence, d.attempt, d.max_attempts,
        d.not_before, d.due_at, d.is_heavy, d.variant, d.remote_handle, p.content, a.remote_id as identity, a.name,
        a.state as account_state, a.credentials, a.kind, a.granted_scopes, exists (select from delivery_attempt t
          where t.organization_id = d.organization_id and t.delivery_id = d.id and t.outcome = 'unknown')
          as was_unknown,
        greatest(a.limited_until, (select greatest(g.closed_until, g.limited_until) from platform_gate g
          where g.platform = d.platform)) as held_until,
        exists (select from platform_gate g where g.platform = d.platform and g.closed_until is not null)
          as is_untried,
        exists (select from platform_gate g where g.platform = d.platform and g.failures > 0) as is_failing
      """)
    return try row.map { try Claim($0) }
  }

  /// Keeps what resuming needs, while nothing has been sent yet.
  func saveHandle(_ claim: Claim, _ handle: JSONObject) throws -> Bool {
    try session.first(
      """
      update delivery set remote_handle = \(JSON.object(handle))
      where organization_id = \(claim.target.organization) and id = \(claim.target.delivery) and fence = \(claim.target.fence)
        and coalesce(state) = 'claimed' returning id
      """) != nil
  }

  /// Gives the claim back before anything was sent.
  func release(_ claim: Claim, _ settlement: Settlement) throws -> Bool {
    try session.first(
      """
      update delivery set state = \(settlement.state), lease_owner = null, lease_until = null,
        not_before = clock_timestamp() + \(settlement.delay)::interval,
        attempt = attempt + \(settlement.isCounted ? 1 : 0),
        error_code = \(settlement.error?.apiCode), error_detail = \(settlement.error?.detail)
      where organization_id = \(claim.target.organization) and id = \(claim.target.delivery) and fence = \(claim.target.fence)
        and coalesce(state) = 'claimed' returning id
      """) != nil
  }

  /// The point of no return, committed before the request is written: from here on, a missing answer means an
  /// unknown outcome. False when the lease is gone or nearly over.
  func arm(
    _ claim: Claim, step: Int, isFirst: Bool, worker: String, digest: [UInt8], timing: Timing
  ) throws -> Bool {
    try session.first(
      """
      with armed as (
        update delivery set state = 'sending', attempt = attempt + \(isFirst ? 1 : 0),
          lease_until = clock_timestamp() + \(timing.lease)::interval,
          send_deadline = clock_timestamp() + \(timing.lease)::interval - \(timing.sendMargin)::interval
        where organization_id = \(claim.target.organization) and id = \(claim.target.delivery) and fence = \(claim.target.fence)
          and coalesce(state) in ('claimed', 'sending')
          and lease_until > clock_timestamp() + \(timing.minimumToSend)::interval
        returning organization_id, id, fence)
      insert into delivery_attempt (organization_id, delivery_id, fence, step, worker, request_sha256)
      select organization_id, id, fence, \(step), \(worker), \(Bytes(digest)) from armed returning fence
      """) != nil
  }

  /// One part of a thread is out; more follow. By the first the delivery is known from now on: it is public.
  func recordStep(_ claim: Claim, step: Int, _ published: Published, handle: JSONObject) throws -> Bool {
    try session.first(
      """
      with moved as (
        update delivery set remote_handle = \(JSON.object(handle)),
          permalink = case when \(step) = 0 then coalesce(\(published.permalink), permalink) else permalink end
        where organization_id = \(claim.target.organization) and id = \(claim.target.delivery) and fence = \(claim.target.fence)
          and coalesce(state) = 'sending' returning organization_id, id, fence)
      update delivery_attempt a set finished_at = clock_timestamp(), outcome = 'accepted',
        remote_id = \(published.remoteID)
      from moved where (a.organization_id, a.delivery_id, a.fence) = (moved.organization_id, moved.id, moved.fence)
        and a.step = \(step) returning a.step
      """) != nil
  }

  /// All of it is out. `remoteID` is what the last step made, `first` what the post is known by.
  func publish(_ claim: Claim, step: Int, remoteID: String, first: Published, handle: JSONObject) throws
    -> Bool
  {
    try session.first(
      """
      with done as (
        update delivery set state = 'published', remote_id = \(first.remoteID),
          permalink = coalesce(\(first.permalink), permalink),
          published_at = coalesce(published_at, clock_timestamp()),
          remote_handle = \(JSON.object(handle)), lease_owner = null, lease_until = null,
          error_code = null, error_detail = null
        where organization_id = \(claim.target.organization) and id = \(claim.target.delivery) and fence = \(claim.target.fence)
          and coalesce(state) = 'sending' returning organization_id, id, fence)
      update delivery_attempt a set finished_at = clock_timestamp(), outcome = 'published',
        remote_id = \(remoteID)
      from done where (a.organization_id, a.delivery_id, a.fence) = (done.organization_id, done.id, done.fence)
        and a.step = \(step) returning a.step
      """) != nil
  }

  /// The request failed, or nobody knows.
  func settle(_ claim: Claim, step: Int, _ settlement: Settlement) throws -> Bool {
    try session.first(
      """
      with settled as (
        update delivery set state = \(settlement.state), lease_owner = null, lease_until = null,
          attempt = attempt - \(settlement.isCounted ? 0 : 1),
          not_before = clock_timestamp() + \(settlement.delay)::interval,
          check_after = clock_timestamp() + \(settlement.delay)::interval, checks = 0, absences = 0,
          remote_handle = \(JSON.object(claim.target.handle)),
          error_code = \(settlement.error?.apiCode), error_detail = \(settlement.error?.detail)
        where organization_id = \(claim.target.organization) and id = \(claim.target.delivery) and fence = \(claim.target.fence)
          and coalesce(state) = 'sending' returning organization_id, id, fence)
      update delivery_attempt a set finished_at = clock_timestamp(), outcome = \(settlement.outcome),
        http_status = \(settlement.error?.status), error_code = \(settlement.error?.code),
        error_detail = \(settlement.error?.detail)
      from settled
      where (a.organization_id, a.delivery_id, a.fence) = (settled.organization_id, settled.id, settled.fence)
        and a.step = \(step) returning a.step
      """) != nil
  }

  func savePermalink(_ organization: UUID, _ delivery: UUID, _ permalink: String) throws {
    try session.query(
      """
      update delivery set permalink = \(permalink)
      where organization_id = \(organization) and id = \(delivery) and permalink is null
      """)
  }
}
