package import Core

/// All the ticks of a schedule: its expression, evaluated in its time zone, between its dates.
package struct Recurrence: Sendable {
  package let expression: ScheduleExpression
  private let zone: TimeZone
  /// The first time it may tick, and what a rate counts from.
  private let start: Instant?
  /// The last time it may tick.
  private let end: Instant?

  /// `timeZone` is an IANA name; the dates are RFC 3339 in UTC. Both dates are ignored for `at`, as EventBridge
  /// Scheduler does (https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html).
  package init(
    _ text: String, as dialect: ScheduleExpression.Dialect = .scheduler, timeZone: String = "UTC",
    startDate: String? = nil, endDate: String? = nil
  ) throws(ScheduleError) {
    guard let zone = TimeZone(timeZone) else {
      throw ScheduleError("the time zone '\(timeZone)' is not known")
    }
    let expression = try ScheduleExpression(text, as: dialect)
    let dates = (try Self.date(startDate, "StartDate"), try Self.date(endDate, "EndDate"))
    if let start = dates.0, let end = dates.1, start >= end {
      throw ScheduleError("StartDate is not before EndDate")
    }
    self.expression = expression
    self.zone = zone
    if case .at(let wall) = expression {
      guard zone.time(ofWallClock: wall.seconds) != nil else {
        throw ScheduleError("'\(text)' does not exist in \(timeZone): the clock is set forward then")
      }
      (start, end) = (nil, nil)
    } else {
      (start, end) = dates
    }
  }

  private static func date(_ text: String?, _ name: String) throws(ScheduleError) -> Instant? {
    guard let text else { return nil }
    guard let date = Instant(text) else {
      throw ScheduleError("\(name) '\(text)' is not a time like 2026-11-21T07:00:00Z")
    }
    return date
  }

  /// The first tick of a schedule made at `now`. A rate begins at its StartDate, or at once; the rest begin with
  /// their first time.
  package func first(from now: Instant) -> Instant? {
    if case .rate(let seconds) = expression {
      guard let start else { return limited(now) }
      if start >= now { return limited(start) }
      // In the rhythm that began at StartDate.
      let late = now.seconds - start.seconds
      return limited(start + .seconds((late + seconds - 1) / seconds * seconds))
    }
    // A time that is exactly the start counts.
    return next(after: (max(now, start ?? now)) + .microseconds(-1))
  }

  /// The tick after another; nil when there is none any more.
  package func next(after last: Instant) -> Instant? {
    guard let next = expression.next(after: last, in: zone) else { return nil }
    if let start, next < start { return first(from: start) }
    return limited(next)
  }

  private func limited(_ tick: Instant) -> Instant? { end.map { tick <= $0 } ?? true ? tick : nil }

  /// The tick to count from after one that came late: ticks missed in between are not made up for. The rhythm of
  /// a rate is kept.
  package func anchor(due: Instant, now: Instant) -> Instant {
    guard case .rate(let seconds) = expression, now > due else { return max(due, now) }
    return due + .seconds((now.seconds - due.seconds) / seconds * seconds)
  }
}
