internal import Glibc

/// `cron(minutes hours day-of-month month day-of-week year)` as EventBridge reads it
/// (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based), without `L`, `W` and
/// `#`.
package struct CronExpression: Sendable {
  private static let months = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  private static let weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
  /// How far ahead a day is looked for: 29 February may be eight years away.
  private static let daysAhead = 366 * 9

  private let minutes: [Int]
  private let hours: [Int]
  /// nil for `?` and `*`.
  private let days: [Int]?
  private let monthsWanted: [Int]
  private let weekdaysWanted: [Int]?
  private let years: [Int]?

  /// `text` is what stands between the parentheses.
  init(_ text: some StringProtocol) throws(ScheduleError) {
    let fields = text.split(separator: " ").map { $0.uppercased() }
    guard fields.count == 6 else { throw ScheduleError("cron needs six fields") }
    guard (fields[2] == "?") != (fields[4] == "?") else {
      throw ScheduleError("exactly one of day-of-month and day-of-week must be '?'")
    }
    func values(
      _ index: Int, _ name: String, _ range: ClosedRange<Int>, _ names: [String] = []
    ) throws(ScheduleError) -> [Int] {
      try Self.values(of: fields[index], name, in: range, names)
    }
    minutes = try values(0, "minutes", 0...59)
    hours = try values(1, "hours", 0...23)
    days = fields[2] == "?" || fields[2] == "*" ? nil : try values(2, "day-of-month", 1...31)
    monthsWanted = try values(3, "month", 1...12, Self.months)
    weekdaysWanted =
      fields[4] == "?" || fields[4] == "*" ? nil : try values(4, "day-of-week", 1...7, Self.weekdays)
    years = fields[5] == "*" ? nil : try values(5, "year", 1970...2199)
  }

  /// The first time after `time`, both in seconds since 1970; nil when there is none any more. A wall clock time
  /// that is skipped when the clock is set forward does not occur.
  func next(after time: Int64, in zone: TimeZone) -> Int64? {
    let wall = time + zone.offset(at: time)
    let firstDay = wall - (wall % 86_400 + 86_400) % 86_400
    for day in 0..<Int64(Self.daysAhead) {
      let midnight = firstDay + day * 86_400
      guard isWanted(midnight) else { continue }
      for hour in hours {
        for minute in minutes {
          let candidate = zone.time(ofWallClock: midnight + Int64(hour * 3600 + minute * 60))
          if let candidate, candidate > time { return candidate }
        }
      }
    }
    return nil
  }

  /// Whether the day that begins at this wall clock midnight is one of those meant.
  private func isWanted(_ midnight: Int64) -> Bool {
    var seconds = time_t(midnight)
    var date = tm()
    gmtime_r(&seconds, &date)
    return monthsWanted.contains(Int(date.tm_mon) + 1)
      && days?.contains(Int(date.tm_mday)) ?? true
      && weekdaysWanted?.contains(Int(date.tm_wday) + 1) ?? true
      && years?.contains(Int(date.tm_year) + 1900) ?? true
  }

  private static func values(
    of field: String, _ name: String, in range: ClosedRange<Int>, _ names: [String]
  ) throws(ScheduleError) -> [Int] {
    var values: Set<Int> = []
    for item in field.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      let step = parts.count == 2 ? Int(parts[1]) : 1
      let bounds = parts[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      func number(_ text: Substring) -> Int? {
        names.firstIndex(of: String(text)).map { $0 + 1 } ?? Int(text)
      }
      let first = parts[0] == "*" ? range.lowerBound : bounds.first.flatMap(number)
      // `5/10` goes on to the end of the range, a bare `5` does not.
      let openEnd = parts[0] == "*" || parts.count == 2 ? range.upperBound : first
      let last = bounds.count == 2 ? number(bounds[1]) : openEnd
      guard let step, step > 0, let first, let last, first <= last, range.contains(first),
        range.contains(last)
      else { throw ScheduleError("'\(item)' is not understood as \(name)") }
      values.formUnion(stride(from: first, through: last, by: step))
    }
    return values.sorted()
  }
}
