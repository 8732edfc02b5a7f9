internal import Core
internal import Glibc
internal import Harness
internal import HostSchedules
internal import Testing

/// Looks at every minute, one after the other.
private struct MinuteStepper {
  let expression: RandomExpression
  let zone: TimeZone

  /// The first tick after `start`, up to `horizon`; both in seconds since 1970, whole minutes.
  func next(after start: Int64, until horizon: Int64) -> Int64? {
    // What the clock has shown before it was set back does not count again.
    var shown = Int64.min
    for time in stride(from: start - 4 * 3600, to: horizon, by: 60) {
      let wall = time + zone.offset(at: time)
      guard wall > shown else { continue }
      shown = wall
      if time > start, matches(wall) { return time }
    }
    return nil
  }

  private func matches(_ wall: Int64) -> Bool {
    guard expression.minutes.contains(Int(wall / 60 % 60)), expression.hours.contains(Int(wall / 3600 % 24))
    else { return false }
    var seconds = time_t(wall)
    var date = tm()
    gmtime_r(&seconds, &date)
    return expression.months.contains(Int(date.tm_mon) + 1)
      && expression.years.contains(Int(date.tm_year) + 1900) && expression.isWanted(date)
  }
}

@Suite("The next tick is the first minute that matches") struct MinuteStepperTests {
  private static let zones = [
    "UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns", "America/Nuuk",
    "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Kiritimati",
    "Antarctica/Troll", "Africa/Casablanca", "Africa/Cairo", "Asia/Tehran", "America/Sao_Paulo",
  ]
  private static let cases = 4000

  @Test("Random expressions, zones and times, many of them where a clock is changed")
  func random() throws {
    var generator = SeededGenerator(seed: 20_261_121)
    let zones = try Self.zones.map { try #require(TimeZone($0), "\($0)") }
    var found = 0
    for _ in 0..<Self.cases {
      let expression = RandomExpression(&generator)
      let index = Int.random(in: zones.indices, using: &generator)
      let start = Self.start(zones[index], &generator)
      // Seldom two months, so that rare days are met; otherwise a week, so that there are many cases.
      let days: Int64 = Int.random(in: 0..<10, using: &generator) == 0 ? 62 : 7
      let horizon = start + days * 86_400
      let expected = MinuteStepper(expression: expression, zone: zones[index]).next(
        after: start, until: horizon)
      let next = try ScheduleExpression(expression.text)
        .next(after: Instant(seconds: start), in: zones[index])?.seconds
      let actual = next.flatMap { $0 < horizon ? $0 : nil }
      found += expected == nil ? 0 : 1
      #expect(
        actual == expected, "\(expression.text) in \(Self.zones[index]) after \(Instant(seconds: start))")
    }
    #expect(found > Self.cases / 3)
  }

  /// A whole minute between 1975 and 2100; every other one within two days before a change of the clock.
  private static func start(_ zone: TimeZone, _ generator: inout SeededGenerator) -> Int64 {
    let time = Int64.random(in: 2_629_440..<68_374_080, using: &generator) * 60
    guard Bool.random(using: &generator) else { return time }
    for day in 0..<366 {
      let begin = time + Int64(day) * 86_400
      if zone.offset(at: begin) != zone.offset(at: begin + 86_400) {
        return begin - Int64.random(in: 0..<1440, using: &generator) * 60
      }
    }
    return time
  }
}
