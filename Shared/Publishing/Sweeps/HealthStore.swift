package import Core
package import Database

/// How well publishing keeps up: the age of what is due and not done, and of the timers' last ticks.
package struct HealthStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Healthy when no timer is silent for three minutes and nothing is overdue for five.
  package func report() throws -> (isHealthy: Bool, json: JSONObject) {
    let row = try session.only(
      """
      select least(
          -- Each the first entry of a partial index.
          (select due_at from delivery where state = 'scheduled' order by not_before limit 1),
          (select due_at from delivery where state = 'queued' order by not_before limit 1),
          (select due_at from delivery where state in ('claimed', 'sending') order by lease_until limit 1),
          (select due_at from delivery where state in ('unknown', 'pending_remote') order by check_after limit 1)
        ) as oldest_due,
        (select min(ticked_at) from timer_tick) as oldest_tick,
        (select count(*) from timer_tick) as timers,
        (select count(*) from delivery where state = 'unknown') as unknown,
        clock_timestamp() as now
      """)
    let now: Instant = try row.value("now")
    let oldestDue: Instant? = try row.optional("oldest_due")
    let oldestTick: Instant? = try row.optional("oldest_tick")
    let timers: Int = try row.value("timers")
    let isTicking = timers == 2 && oldestTick.map { now - $0 < .seconds(180) } ?? false
    let isOnTime = oldestDue.map { now - $0 < .seconds(300) } ?? true
    let overdue = oldestDue.flatMap { $0 < now ? $0 : nil }
    return (
      isTicking && isOnTime,
      [
        "publishing": [
          "healthy": .bool(isOnTime), "oldest_due_unfinished_at": JSON(describing: overdue),
          "unknown_outcomes": JSON(try row.value("unknown") as Int),
        ],
        "timers": ["healthy": .bool(isTicking), "last_tick_at": JSON(describing: oldestTick)],
      ]
    )
  }
}
