package import Core

/// When a schedule ticks: `rate(5 minutes)`, `cron(0 8 * * ? *)` or `at(2026-11-21T07:00:00)`
/// (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
package enum ScheduleExpression: Sendable {
  /// Which service reads the expression.
  package enum Dialect: Sendable {
    /// EventBridge Scheduler: `ScheduleV2` in SAM.
    case scheduler
    /// A rule of EventBridge: `Schedule` in SAM. It knows no `at`, and a unit must agree with its number
    /// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rate-expressions.html).
    case rule
  }

  /// Seconds between two ticks.
  case rate(Int64)
  case cron(CronExpression)
  /// Once, at this wall clock time.
  case at(Instant)

  package init(_ text: String, as dialect: Dialect = .scheduler) throws(ScheduleError) {
    let known = dialect == .rule ? "rate(…) nor cron(…)" : "rate(…), cron(…) nor at(…)"
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      throw ScheduleError("'\(text)' is neither \(known)")
    }
    let argument = text[text.index(after: open)...].dropLast()
    switch (text[..<open], dialect) {
    case ("rate", _): self = .rate(try Self.seconds(argument, dialect))
    case ("cron", _): self = .cron(try CronExpression(argument))
    case ("at", .scheduler):
      // Exactly `yyyy-mm-ddThh:mm:ss`.
      guard argument.utf8.count == 19, argument.contains("T"), let time = Instant(argument + "Z") else {
        throw ScheduleError("'\(argument)' is not a time like 2026-11-21T07:00:00")
      }
      self = .at(time)
    default: throw ScheduleError("'\(text)' is neither \(known)")
    }
  }

  private static func seconds(_ argument: Substring, _ dialect: Dialect) throws(ScheduleError) -> Int64 {
    let parts = argument.split(separator: " ")
    let units: [Substring: Int64] = [
      "minute": 60, "minutes": 60, "hour": 3600, "hours": 3600, "day": 86_400, "days": 86_400,
    ]
    guard parts.count == 2, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let count = Int32(parts[0]), count > 0, let unit = units[parts[1]]
    else { throw ScheduleError("'rate(\(argument))' is not a number of minutes, hours or days") }
    if dialect == .rule, (count == 1) == parts[1].hasSuffix("s") {
      throw ScheduleError("in 'rate(\(argument))' the unit does not agree with the number")
    }
    return Int64(count) * unit
  }

  /// The tick after a time; nil when there is none any more. A rate counts from that time.
  package func next(after last: Instant, in zone: TimeZone) -> Instant? {
    switch self {
    case .rate(let seconds): last + .seconds(seconds)
    case .cron(let cron): cron.next(after: last.seconds, in: zone).map { Instant(seconds: $0) }
    case .at(let wall):
      zone.time(ofWallClock: wall.seconds).map { Instant(seconds: $0) }.flatMap { $0 > last ? $0 : nil }
    }
  }
}
