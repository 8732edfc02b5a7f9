package import Core
package import Database

/// Messages that a transaction has written and that are to be sent once it has committed.
package struct OutboxStore {
  /// Deliveries with a video that one organization has in flight at a time.
  private static let heavyInFlight = 4

  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Puts the due deliveries of the scope into the outbox, each as a hint that names its `dispatch_no`.
  ///
  /// There is no lower bound in time: what a missed tick left is taken by the next one. Of those that are late
  /// already, every account's are spaced, so that a downtime does not end in a burst. Of those with a video an
  /// organization has a few in flight at a time, in a queue of their own: thousands of them, of one organization,
  /// delay neither another's video nor anybody's text.
  package func dispatchDue(_ which: DispatchScope, spacing: Duration) throws -> Int {
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
        order by not_before limit 500 for update skip locked),
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
        from due left join pace on (pace.organization_id, pace.id) = (due.organization_id, due.account_id)),
      queued as (
        update delivery d set state = 'queued', dispatch_no = dispatch_no + 1, not_before = timed.send_at
        from timed where (d.organization_id, d.id) = (timed.organization_id, timed.id)
        returning d.organization_id, d.id, d.dispatch_no, d.not_before, d.is_heavy)
      insert into outbox (organization_id, queue, dedup_key, body, not_before)
      select organization_id, case when is_heavy then 'upload' else 'publish' end, id || ':' || dispatch_no, jsonb_build_object('v', 1,
        'organization_id', organization_id, 'delivery_id', id, 'dispatch_no', dispatch_no), not_before
      from queued on conflict (queue, dedup_key) do nothing returning id
      """
    ).count
  }

  /// Asks for a look at a delivery that its platform works on, at the time that its row says. Should it be lost, the
  /// timer looks.
  func insertLook(_ organization: UUID, _ delivery: UUID) throws {
    try session.query(
      """
      insert into outbox (organization_id, queue, dedup_key, body, not_before)
      select organization_id, 'publish', id || ':look:' || extract(epoch from check_after), jsonb_build_object('v', 1,
        'organization_id', organization_id, 'delivery_id', id, 'look', true), check_after
      from delivery where organization_id = \(organization) and id = \(delivery)
        and coalesce(state) in ('unknown', 'pending_remote') on conflict (queue, dedup_key) do nothing
      """)
  }

  package func insert(organization: UUID?, queue: String, key: String, body: JSON) throws {
    try session.query(
      """
      insert into outbox (organization_id, queue, dedup_key, body)
      values (\(organization), \(queue), \(key), \(body)) on conflict (queue, dedup_key) do nothing
      """)
  }

  /// Tells whoever watches the organization that a post has changed; `key` tells one change from another.
  func insertLive(organization: UUID, post: UUID, key: String) throws {
    let body: JSON = [
      "v": 1, "organization_id": JSON(describing: organization), "post_id": JSON(describing: post),
    ]
    try session.query(
      """
      insert into outbox (organization_id, queue, dedup_key, body)
      select \(organization), 'live', \(key), \(body)
      where exists (select from live_connection where organization_id = \(organization))
      on conflict (queue, dedup_key) do nothing
      """)
  }

  /// Tells whoever watches what a delivery waits for; once for each try and reason.
  func insertLive(waiting delivery: UUID, in organization: UUID) throws {
    try session.query(
      """
      insert into outbox (organization_id, queue, dedup_key, body)
      select w.organization_id, 'live', w.id || ':wait:' || w.dispatch_no || ':' || w.reason, jsonb_build_object('v', 1,
        'organization_id', w.organization_id, 'post_id', w.post_id)
      from delivery_wait w where w.organization_id = \(organization) and w.id = \(delivery)
        and exists (select from live_connection where organization_id = \(organization))
      on conflict (queue, dedup_key) do nothing
      """)
  }

  /// The same of all that are late by us; returns how many.
  func insertLiveOfLate() throws -> Int {
    try session.query(
      """
      insert into outbox (organization_id, queue, dedup_key, body)
      select w.organization_id, 'live', w.id || ':wait:' || w.dispatch_no || ':' || w.reason, jsonb_build_object('v', 1,
        'organization_id', w.organization_id, 'post_id', w.post_id)
      from delivery_wait w
      where (w.organization_id, w.id) in (select organization_id, id from delivery
          where state in ('scheduled', 'queued') and not_before < clock_timestamp() - interval '5 s'
          order by not_before limit 500)
        and exists (select from live_connection l where l.organization_id = w.organization_id)
      on conflict (queue, dedup_key) do nothing returning id
      """
    ).count
  }

  /// Takes messages to send, for half a minute. A crash between sending and marking sends them again, which
  /// every consumer bears.
  func lease(queues: [String], limit: Int) throws -> [OutboxMessage] {
    let rows = try session.query(
      """
      update outbox set leased_until = clock_timestamp() + interval '30 s'
      where id in (select id from outbox
        where sent_at is null and queue = any(\(queues))
          and (leased_until is null or leased_until < clock_timestamp())
          and not_before <= clock_timestamp() + interval '900 s'
        order by not_before limit \(limit) for update skip locked)
      returning id, organization_id, queue, body,
        floor(extract(epoch from not_before - clock_timestamp()))::int as delay
      """)
    return try rows.map { row in
      OutboxMessage(
        id: try row.value("id"), organization: try row.optional("organization_id"),
        queue: try row.value("queue"), body: try row.value("body"), delay: try row.value("delay"))
    }
  }

  func markSent(_ ids: [Int64]) throws {
    try session.query(
      "update outbox set sent_at = clock_timestamp(), leased_until = null where id = any(\(ids))")
  }

  package func deleteSent() throws {
    try session.query("delete from outbox where sent_at < clock_timestamp() - interval '1 day'")
  }
}

/// Which deliveries to look at.
package struct DispatchScope: Sendable {
  let post: UUID?
  let delivery: UUID?
  let isHeavyOnly: Bool

  package static let all = DispatchScope(post: nil, delivery: nil, isHeavyOnly: false)
  /// Those with a video: when one of them has ended, the next may go.
  package static let heavy = DispatchScope(post: nil, delivery: nil, isHeavyOnly: true)
  package static func post(_ id: UUID) -> DispatchScope {
    DispatchScope(post: id, delivery: nil, isHeavyOnly: false)
  }
  package static func delivery(_ id: UUID) -> DispatchScope {
    DispatchScope(post: nil, delivery: id, isHeavyOnly: false)
  }
}

/// One message to send.
struct OutboxMessage {
  let id: Int64
  let organization: UUID?
  let queue: String
  let body: JSON
  /// Whole seconds until it is due; negative when it is late.
  let delay: Int
}
