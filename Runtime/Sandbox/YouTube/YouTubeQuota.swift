internal import Core

/// What an application may do in a day of California: 100 uploads, and 10,000 units of everything else
/// (https://developers.google.com/youtube/v3/determine_quota_cost, as of June 2026).
struct YouTubeQuota {
  private var uploads = 0
  private var units = 0
  private var end = Instant(seconds: 0)

  /// Counts a call; false when it is one too many. Pieces of uploads and tokens cost nothing.
  mutating func take(_ method: String, _ resource: String, at now: Instant) -> Bool {
    if now >= end {
      (uploads, units) = (0, 0)
      end = Self.endOfDay(now)
    }
    switch (method, resource) {
    case ("PUT", _), (_, "token"), (_, "revoke"): return true
    case ("POST", "videos"):
      guard uploads < 100 else { return false }
      uploads += 1
    default:
      let cost = method == "GET" ? 1 : 50
      guard units + cost <= 10_000 else { return false }
      units += cost
    }
    return true
  }

  /// The next midnight there: 7:00 UTC by daylight saving time, else 8:00.
  private static func endOfDay(_ now: Instant) -> Instant {
    let today = now.seconds / 86_400
    for day in today...today + 1 {
      let date = CivilDate(daysSinceEpoch: day)
      let midnight = Instant(seconds: day * 86_400 + (isSummer(date) ? 7 : 8) * 3600)
      if midnight > now { return midnight }
    }
    return now + .seconds(86_400)
  }

  /// Whether a day begins in daylight saving time, which lasts from the second Sunday of March, in the night, to the first
  /// of November.
  private static func isSummer(_ date: CivilDate) -> Bool {
    // 1970-01-04 was a Sunday.
    let weekday = (date.daysSinceEpoch - 3) % 7
    let lastSunday = date.day - weekday
    switch date.month {
    case 4...10: return true
    case 3: return weekday == 0 ? lastSunday > 14 : lastSunday >= 8
    case 11: return lastSunday < 1 || (weekday == 0 && lastSunday <= 7)
    default: return false
    }
  }
}
