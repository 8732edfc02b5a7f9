package import Core

/// The time of California, by which YouTube counts days. Daylight saving time lasts from the second Sunday of March, 2:00,
/// to the first Sunday of November, 2:00 (15 U.S.C. § 260a, since 2007).
package enum PacificTime {
  /// The next midnight in Los Angeles.
  package static func midnight(after now: Instant) -> Instant {
    let local = now.seconds + offset(at: now)
    let tomorrow = (local / 86_400 + 1) * 86_400
    // No clock is changed at midnight, so one of the two offsets fits.
    let inSummer = Instant(seconds: tomorrow + 7 * 3600)
    return offset(at: inSummer) == -7 * 3600 ? inSummer : Instant(seconds: tomorrow + 8 * 3600)
  }

  /// Seconds east of UTC.
  private static func offset(at time: Instant) -> Int64 {
    let year = CivilDate(daysSinceEpoch: time.seconds / 86_400).year
    // 2:00 by the clock that is about to be changed: 10:00 UTC in March, 9:00 UTC in November.
    let begin = sunday(2, of: 3, year) * 86_400 + 10 * 3600
    let end = sunday(1, of: 11, year) * 86_400 + 9 * 3600
    return (begin..<end).contains(time.seconds) ? -7 * 3600 : -8 * 3600
  }

  /// The day of the n-th Sunday of a month, since 1970-01-01, which was a Thursday.
  private static func sunday(_ number: Int64, of month: Int64, _ year: Int64) -> Int64 {
    let first = CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
    return first + (10 - first % 7) % 7 + (number - 1) * 7
  }
}
