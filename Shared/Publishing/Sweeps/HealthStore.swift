package import Core
package import Database

/// How well publishing keeps up: what is due and not done and why, and the timers' last ticks.
package struct HealthStore {
  /// For how long something may be late by us before that is a fault.
  private static let patience = Duration.seconds(60)

  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Healthy when no timer is silent for three minutes and nothing is late by us for a minute. What waits for a platform, or
  /// for a limit of an account, is told and is no fault of ours.
  package func report() throws -> (isHealthy: Bool, json: JSONObject) {
    let timers = Timer.allCases.map(\.rawValue)
    let row = try session.only(
      """
      select (select min(ticked_at) from timer_tick where name = any(\(timers))) as oldest_tick,
        (select count(*) from timer_tick where name = any(\(timers))) as ticking,
        (select count(*) from delivery where state = 'unknown') as unknown,
        clock_timestamp() as now
      """)
    let now: Instant = try row.value("now")
    let oldestTick: Instant? = try row.optional("oldest_tick")
    let ticking: Int = try row.value("ticking")
    let isTicking = ticking == timers.count && oldestTick.map { now - $0 < .seconds(180) } ?? false
    let waiting = try listWaiting()
    let oldestDue = waiting.map(\.since).min()
    let isOnTime = waiting.allSatisfy { !$0.isOurs || now - $0.since < Self.patience }
    return (
      isTicking && isOnTime,
      [
        "publishing": [
          "healthy": .bool(isOnTime), "oldest_due_unfinished_at": JSON(describing: oldestDue),
          "unknown_outcomes": JSON(try row.value("unknown") as Int), "waiting": .array(waiting.map(\.json)),
          "platforms_held": .array(try listHeld()),
        ],
        "timers": ["healthy": .bool(isTicking), "last_tick_at": JSON(describing: oldestTick)],
      ]
    )
  }

  /// What is due waits for, and since when at most. Of each state the first entries of its partial index: when there are
  /// more, they tell enough.
  private func listWaiting() throws -> [Waiting] {
    try session.query(
      """
      with near as materialized (
        (select organization_id, id from delivery where state = 'scheduled'
          and not_before <= clock_timestamp() + interval '15 min' order by not_before limit 1000)
        union all (select organization_id, id from delivery where state = 'queued' order by not_before limit 1000)
        union all (select organization_id, id from delivery where state in ('claimed', 'sending')
          order by lease_until limit 1000)
        union all (select organization_id, id from delivery where state in ('unknown', 'pending_remote')
          order by check_after limit 1000))
      select w.reason, bool_or(w.is_ours) as is_ours, count(*) as count, min(w.since) as since
      from near join delivery_wait w on (w.organization_id, w.id) = (near.organization_id, near.id)
      group by w.reason order by w.reason
      """
    ).map { try Waiting($0) }
  }

  /// Platforms that nothing is sent to at the moment: closed since they fail, or since they take no more from us.
  private func listHeld() throws -> [JSON] {
    try session.query(
      """
      select platform, closed_until > clock_timestamp() as is_closed, greatest(closed_until, limited_until) as until
      from platform_gate where closed_until > clock_timestamp() or limited_until > clock_timestamp()
      order by platform
      """
    ).map { row in
      let until: Instant = try row.value("until")
      let isClosed: Bool? = try row.optional("is_closed")
      return [
        "platform": .string(try row.value("platform")),
        "reason": .string(isClosed == true ? "platform_gate" : "application_limit"),
        "until": JSON(describing: until),
      ]
    }
  }
}

/// What waits for the same thing.
private struct Waiting {
  let reason: String
  let isOurs: Bool
  let count: Int
  /// Of the one that waits longest.
  let since: Instant

  init(_ row: Row) throws {
    reason = try row.value("reason")
    isOurs = try row.value("is_ours")
    count = try row.value("count")
    since = try row.value("since")
  }

  var json: JSON {
    ["reason": .string(reason), "count": JSON(count), "oldest_due_at": JSON(describing: since)]
  }
}
