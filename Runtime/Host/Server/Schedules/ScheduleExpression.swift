package import Core

/// When a schedule ticks: `rate(5 minutes)`, `cron(0 8 * * ? *)` or `at(2026-11-21T07:00:00)`.
package enum ScheduleExpression: Sendable {
  /// Seconds between two ticks.
  case rate(Int64)
  case cron(CronExpression)
  /// Once, at this wall clock time.
  case at(Instant)

  package init(_ text: String) throws(ScheduleError) {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      throw ScheduleError("'\(text)' is neither rate(…), cron(…) nor at(…)")
    }
    let argument = text[text.index(after: open)...].dropLast()
    switch text[..<open] {
    case "rate": self = .rate(try Self.seconds(argument))
    case "cron": self = .cron(try CronExpression(argument))
    case "at":
      guard let time = Instant(argument + "Z") else { throw ScheduleError("'\(argument)' is not a time") }
      self = .at(time)
    default: throw ScheduleError("'\(text)' is neither rate(…), cron(…) nor at(…)")
    }
  }

  private static func seconds(_ argument: Substring) throws(ScheduleError) -> Int64 {
    let parts = argument.split(separator: " ")
    let units: [Substring: Int64] = [
      "minute": 60, "minutes": 60, "hour": 3600, "hours": 3600, "day": 86_400, "days": 86_400,
    ]
    guard parts.count == 2, let count = Int64(parts[0]), count > 0, count < 100_000,
      let unit = units[parts[1]]
    else { throw ScheduleError("'rate(\(argument))' is not a number of minutes, hours or days") }
    return count * unit
  }

  /// The tick after another; nil when there is none any more.
  package func next(after last: Instant, in zone: TimeZone) -> Instant? {
    switch self {
    case .rate(let seconds): last + .seconds(seconds)
    case .cron(let cron): cron.next(after: last.seconds, in: zone).map { Instant(seconds: $0) }
    case .at(let wall):
      zone.time(ofWallClock: wall.seconds).map { Instant(seconds: $0) }.flatMap { $0 > last ? $0 : nil }
    }
  }

  /// The tick to count from after one that came late: ticks missed in between are not made up for. The rhythm of
  /// a rate is kept.
  package func anchor(due: Instant, now: Instant) -> Instant {
    guard case .rate(let seconds) = self, now > due else { return max(due, now) }
    return due + .seconds((now.seconds - due.seconds) / seconds * seconds)
  }
}

/// What is wrong with a schedule, as a sentence part.
package struct ScheduleError: Error {
  package let reason: String

  init(_ reason: String) { self.reason = reason }
}
