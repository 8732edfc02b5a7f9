internal import Core
internal import Host
internal import Testing

@Suite("Schedules tick when EventBridge's would") struct ScheduleTests {
  @Test(
    "The next tick of an expression",
    arguments: [
      ("cron(0 8 * * ? *)", "UTC", "2026-11-21T07:59:59Z", "2026-11-21T08:00:00Z"),
      ("cron(0 8 * * ? *)", "UTC", "2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z"),
      ("cron(0/25 * * * ? *)", "UTC", "2026-11-21T10:25:00Z", "2026-11-21T10:50:00Z"),
      ("cron(0/25 * * * ? *)", "UTC", "2026-11-21T10:50:00Z", "2026-11-21T11:00:00Z"),
      ("cron(10,40 9-17/4 * * ? *)", "UTC", "2026-11-21T09:40:00Z", "2026-11-21T13:10:00Z"),
      ("cron(0 9 ? * MON-FRI *)", "UTC", "2026-11-20T10:00:00Z", "2026-11-23T09:00:00Z"),
      ("cron(0 12 ? * 1 *)", "UTC", "2026-11-21T00:00:00Z", "2026-11-22T12:00:00Z"),
      ("cron(0 0 29 2 ? *)", "UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
      ("cron(0 0 1 JAN ? 2030)", "UTC", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
      ("cron(0 0 31 1,3 ? *)", "UTC", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z"),
      ("cron(0 9 * * ? *)", "Asia/Kolkata", "2026-11-21T00:00:00Z", "2026-11-21T03:30:00Z"),
      ("cron(0 0 * * ? *)", "Pacific/Kiritimati", "2026-11-21T00:00:00Z", "2026-11-21T10:00:00Z"),
      ("rate(5 minutes)", "UTC", "2026-11-21T08:00:30Z", "2026-11-21T08:05:30Z"),
      ("rate(1 hour)", "UTC", "2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z"),
      ("rate(2 days)", "Europe/Berlin", "2026-03-28T08:00:00Z", "2026-03-30T08:00:00Z"),
      ("at(2026-11-21T07:00:00)", "Europe/Berlin", "2026-11-20T00:00:00Z", "2026-11-21T06:00:00Z"),
    ])
  func nextTick(_ expression: String, _ zone: String, _ last: String, _ expected: String) throws {
    #expect(try next(expression, zone, after: last) == Instant(expected))
  }

  @Test(
    "A wall clock time stays what it is across changes of the clock; a skipped one does not occur, a repeated one occurs once",
    arguments: [
      ("Europe/Berlin", "2026-01-10T00:00:00Z", "2026-01-10T01:30:00Z"),
      ("Europe/Berlin", "2026-07-10T00:00:00Z", "2026-07-10T00:30:00Z"),
      ("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T00:30:00Z"),
      ("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
      ("Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
      ("America/New_York", "2026-03-07T12:00:00Z", "2026-03-09T06:30:00Z"),
      ("Australia/Lord_Howe", "2026-10-03T12:00:00Z", "2026-10-03T15:30:00Z"),
      ("UTC", "2026-03-28T12:00:00Z", "2026-03-29T02:30:00Z"),
    ])
  func clockChanges(_ zone: String, _ last: String, _ expected: String) throws {
    #expect(try next("cron(30 2 * * ? *)", zone, after: last) == Instant(expected))
  }

  @Test(
    "A schedule whose last time has passed ticks no more",
    arguments: [
      ("at(2026-11-21T07:00:00)", "2026-11-21T07:00:00Z"), ("cron(0 0 31 4 ? *)", "2026-01-01T00:00:00Z"),
      ("cron(0 0 1 1 ? 2026)", "2026-01-01T00:00:00Z"),
    ])
  func ended(_ expression: String, _ last: String) throws {
    #expect(try next(expression, "UTC", after: last) == nil)
  }

  @Test(
    "Ticks that were missed are caught up by one; a rate keeps its rhythm",
    arguments: [
      ("rate(5 minutes)", "2026-11-21T10:00:00Z", "2026-11-21T10:17:20Z", "2026-11-21T10:20:00Z"),
      ("rate(5 minutes)", "2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z", "2026-11-21T10:05:00Z"),
      ("rate(1 day)", "2026-11-01T10:00:00Z", "2026-11-21T10:17:20Z", "2026-11-22T10:00:00Z"),
      ("cron(0 * * * ? *)", "2026-11-21T10:00:00Z", "2026-11-21T14:30:00Z", "2026-11-21T15:00:00Z"),
    ])
  func missed(_ text: String, _ due: String, _ now: String, _ expected: String) throws {
    let expression = try ScheduleExpression(text)
    let anchor = expression.anchor(due: try #require(Instant(due)), now: try #require(Instant(now)))
    #expect(expression.next(after: anchor, in: .utc) == Instant(expected))
  }

  @Test(
    "What EventBridge does not document is refused",
    arguments: [
      "", "every day", "rate(0 minutes)", "rate(5 seconds)", "rate(minutes)", "rate(-1 hours)",
      "rate(5 minutes",
      "cron(0 8 * * *)", "cron(0 8 * * * *)", "cron(0 8 ? * ? *)", "cron(60 8 * * ? *)", "cron(0 24 * * ? *)",
      "cron(0 22-4 * * ? *)", "cron(0 0 ? * 0 *)", "cron(0 0 ? * SAT-MON *)", "cron(*/0 * * * ? *)",
      "cron(0 0 32 * ? *)", "cron(0 0 1 13 ? *)", "cron(0 0 1 1 ? 1969)", "cron(, * * * ? *)",
      "at(tomorrow)", "at(2026-13-01T00:00:00)",
    ])
  func refused(_ expression: String) {
    #expect(throws: ScheduleError.self) { try ScheduleExpression(expression) }
  }

  @Test(
    "Only zones that the system knows are taken",
    arguments: ["Mars/Olympus", "../../etc/passwd", "/etc/passwd", ""])
  func unknownZones(_ name: String) {
    #expect(TimeZone(name) == nil)
  }

  private func next(_ expression: String, _ zone: String, after last: String) throws -> Instant? {
    try ScheduleExpression(expression).next(
      after: try #require(Instant(last)), in: try #require(TimeZone(zone)))
  }
}
