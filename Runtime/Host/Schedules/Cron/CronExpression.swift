internal import Core

/// `cron(minutes hours day-of-month month day-of-week year)` as EventBridge reads it
/// (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based). What AWS does not
/// document is refused.
package struct CronExpression: Sendable {
  private let minutes: [Int]
  private let hours: [Int]
  private let days: CronDays
  private let months: [Int]
  private let years: [Int]

  /// `text` is what stands between the parentheses.
  init(_ text: Substring) throws(ScheduleError) {
    let fields = text.split(separator: " ")
    guard fields.count == 6 else {
      throw ScheduleError("cron needs six fields: minutes hours day-of-month month day-of-week year")
    }
    minutes = try CronField.minutes.values(fields[0])
    hours = try CronField.hours.values(fields[1])
    days = try CronDays(dayOfMonth: fields[2], dayOfWeek: fields[4])
    months = try CronField.month.values(fields[3])
    years = try CronField.year.values(fields[5])
  }

  /// The first time after `time`, both in seconds since 1970; nil when there is none any more.
  ///
  /// Every wall clock time occurs once: one that is skipped when the clock is set forward does not occur, one that
  /// is repeated when it is set back occurs the first time only
  /// (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time). That holds
  /// for an expression that ticks every hour as well.
  func next(after time: Int64, in zone: TimeZone) -> Int64? {
    let wall = time + zone.offset(at: time)
    let today = CivilDate(daysSinceEpoch: wall >= 0 ? wall / 86_400 : (wall - 86_399) / 86_400)
    for year in years where Int64(year) >= today.year {
      for month in months where Int64(year) > today.year || Int64(month) >= today.month {
        let isThisMonth = Int64(year) == today.year && Int64(month) == today.month
        for midnight in midnights(year, month, from: isThisMonth ? today.day : 1) {
          if let tick = first(onDayFrom: midnight, after: time, in: zone) { return tick }
        }
      }
    }
    return nil
  }

  /// The wall clock midnights, in seconds since 1970, at which the days meant begin.
  private func midnights(_ year: Int, _ month: Int, from day: Int64) -> [Int64] {
    let (next, nextYear) = month == 12 ? (1, year + 1) : (month + 1, year)
    guard let start = CivilDate(year: Int64(year), month: Int64(month), day: 1)?.daysSinceEpoch,
      let end = CivilDate(year: Int64(nextYear), month: Int64(next), day: 1)?.daysSinceEpoch
    else { return [] }
    // 1 January 1970 was a Thursday, the fifth day of AWS's week.
    let weekday = Int((start + 4) % 7) + 1
    return days.days(inMonthOf: Int(end - start), beginningOn: weekday)
      .filter { $0 >= day }.map { (start + Int64($0) - 1) * 86_400 }
  }

  private func first(onDayFrom midnight: Int64, after time: Int64, in zone: TimeZone) -> Int64? {
    for hour in hours {
      for minute in minutes {
        let candidate = zone.time(ofWallClock: midnight + Int64(hour * 3600 + minute * 60))
        if let candidate, candidate > time { return candidate }
      }
    }
    return nil
  }
}
