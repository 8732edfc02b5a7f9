internal import Core
internal import Database
internal import Outbox
internal import Posts

/// Which deliveries are due, and their way into the queue.
struct DispatchStore {
  /// Deliveries with a video that one organization has in flight at a time.
  private static let heavyInFlight = 4

  let session: Session

  /// Queues the due deliveries of the scope; returns the hints for them, each of which names its `dispatch_no`.
  ///
  /// There is no lower bound in time: what a missed tick left is taken by the next one. Of those that are late
  /// already, every account's are spaced, so that a downtime does not end in a burst. Of those with a video an
  /// organization has a few in flight at a time, in a queue of their own: thousands of them, of one organization,
  /// delay neither another's video nor anybody's text.
  func queueDue(_ which: DispatchScope, spacing: Duration) throws -> [DispatchHint] {
    try session.query(
      """
      with waiting as materialized (
        -- The next of each organization, as many as it has places left.
        select next.id from (select distinct organization_id from delivery
            where is_heavy and state = 'scheduled'
              and not_before <= clock_timestamp() + \(Timing.lookAhead)::interval) o
          cross join lateral (select count(*)::int as taken from delivery f
            where f.organization_id = o.organization_id and f.is_heavy
              and f.state in ('queued', 'claimed', 'sending')) flight
          cross join lateral (select h.id from delivery h
            where h.organization_id = o.organization_id and h.is_heavy and h.state = 'scheduled'
              and h.not_before <= clock_timestamp() + \(Timing.lookAhead)::interval
              and h.due_at + h.missed_after > clock_timestamp()
              -- One that failed keeps no place from the others while it waits for its next try.
              and (h.attempt = 0 or h.not_before <= clock_timestamp() + interval '5 s')
            order by h.not_before, h.id limit greatest(\(Self.heavyInFlight) - taken, 0)) next),
      due as materialized (
        select organization_id, id, account_id, not_before,
          -- Its preparation may begin long before it is due, so that one published at once is not late.
          greatest(not_before, due_at) < clock_timestamp() - interval '90 s' as is_late
        from delivery
        where state = 'scheduled' and not_before <= clock_timestamp() + \(Timing.lookAhead)::interval
          -- What is missed takes nobody's turn.
          and due_at + missed_after > clock_timestamp()
          and (\(which.post)::uuid is null or post_id = \(which.post))
          and (\(which.delivery)::uuid is null or id = \(which.delivery))
          and (is_heavy or not \(which.isHeavyOnly))
          and (not is_heavy or id in (select id from waiting))
        order by not_before limit \(Dispatcher.batch) for update skip locked),
      pace as (
        update account a set paced_until =
          greatest(a.paced_until, clock_timestamp()) + late.count * \(spacing)::interval
        from (select organization_id, account_id, count(*) from due where is_late group by 1, 2) late
        where (a.organization_id, a.id) = (late.organization_id, late.account_id)
        returning a.organization_id, a.id, a.paced_until - late.count * \(spacing)::interval as start),
      timed as (
        select due.organization_id, due.id, case when is_late then pace.start + \(spacing)::interval
          * (row_number() over (partition by due.account_id, is_late order by not_before) - 1)
          else not_before end as send_at
        from due left join pace on (pace.organization_id, pace.id) = (due.organization_id, due.account_id))
      update delivery d set state = 'queued', dispatch_no = dispatch_no + 1, not_before = timed.send_at
      from timed where (d.organization_id, d.id) = (timed.organization_id, timed.id)
      returning d.organization_id, d.id, d.dispatch_no, d.not_before, d.is_heavy
      """
    ).map { try DispatchHint($0, to: $0.value("is_heavy") ? .upload : .publish, at: $0.value("not_before")) }
  }

  /// When its platform is to be asked about a delivery that it works on; nil when it does not.
  func findLook(_ organization: UUID, _ delivery: UUID) throws -> Instant? {
    try session.first(
      """
      select check_after from delivery where organization_id = \(organization) and id = \(delivery)
        and coalesce(state) in ('unknown', 'pending_remote')
      """)?.optional("check_after")
  }

  /// What a delivery waits for, when somebody watches; nil when it waits for nothing.
  func findWaiting(_ delivery: UUID, in organization: UUID) throws -> LiveUpdate? {
    try session.first(
      """
      select organization_id, post_id, id || ':wait:' || dispatch_no || ':' || reason as key from delivery_wait
      where organization_id = \(organization) and id = \(delivery)
        and exists (select from live_connection where organization_id = \(organization))
      """
    ).map { try LiveUpdate(waiting: $0) }
  }

  /// The same of all that are late by us.
  func listLate() throws -> [LiveUpdate] {
    try session.query(
      """
      select w.organization_id, w.post_id, w.id || ':wait:' || w.dispatch_no || ':' || w.reason as key
      from delivery_wait w
      where (w.organization_id, w.id) in (select organization_id, id from delivery
          where state in ('scheduled', 'queued') and not_before < clock_timestamp() - interval '5 s'
          order by not_before limit 500)
        and exists (select from live_connection l where l.organization_id = w.organization_id)
      """
    ).map { try LiveUpdate(waiting: $0) }
  }

  func isWatched(_ organization: UUID) throws -> Bool {
    try session.first("select from live_connection where organization_id = \(organization) limit 1") != nil
  }
}

extension LiveUpdate {
  fileprivate init(waiting row: Row) throws {
    self.init(
      of: try row.value("post_id"), in: try row.value("organization_id"), key: try row.value("key"))
  }
}
