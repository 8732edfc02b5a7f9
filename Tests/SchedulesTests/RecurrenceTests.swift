internal import Core
internal import HostSchedules
internal import Testing

@Suite("A schedule begins, keeps its rhythm and ends as EventBridge Scheduler's") struct RecurrenceTests {
  @Test(
    "The first tick, and the one after it",
    arguments: [
      (
        "rate(5 minutes)", nil, nil, "2026-11-21T08:00:30Z", ["2026-11-21T08:00:30Z", "2026-11-21T08:05:30Z"]
      ),
      // A StartDate is the first occurrence of a rate.
      (
        "rate(1 hour)", "2026-12-01T10:15:00Z", nil, "2026-11-21T08:00:00Z",
        ["2026-12-01T10:15:00Z", "2026-12-01T11:15:00Z"]
      ),
      (
        "rate(1 hour)", "2026-11-01T10:15:00Z", nil, "2026-11-21T08:00:00Z",
        ["2026-11-21T08:15:00Z", "2026-11-21T09:15:00Z"]
      ),
      (
        "rate(2 days)", "2026-11-19T08:00:00Z", nil, "2026-11-21T08:00:00Z",
        ["2026-11-21T08:00:00Z", "2026-11-23T08:00:00Z"]
      ),
      // On or after StartDate, on or before EndDate.
      (
        "cron(0 8 * * ? *)", "2026-12-01T08:00:00Z", nil, "2026-11-21T00:00:00Z",
        ["2026-12-01T08:00:00Z", "2026-12-02T08:00:00Z"]
      ),
      (
        "cron(0 8 * * ? *)", nil, "2026-11-22T08:00:00Z", "2026-11-21T09:00:00Z",
        ["2026-11-22T08:00:00Z", nil]
      ),
      ("cron(0 8 * * ? *)", nil, "2026-11-21T07:59:59Z", "2026-11-21T00:00:00Z", [nil]),
      ("rate(1 minute)", nil, "2026-11-21T08:00:30Z", "2026-11-21T08:00:00Z", ["2026-11-21T08:00:00Z", nil]),
      ("rate(1 minute)", nil, "2026-11-20T08:00:30Z", "2026-11-21T08:00:00Z", [nil]),
      // Both are ignored for a schedule that ticks once.
      (
        "at(2026-11-21T09:00:00)", "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z", "2026-11-21T08:00:00Z",
        ["2026-11-21T09:00:00Z", nil]
      ),
      ("at(2026-11-21T07:00:00)", nil, nil, "2026-11-21T08:00:00Z", [nil]),
    ] as [(String, String?, String?, String, [String?])])
  func first(_ text: String, _ start: String?, _ end: String?, _ now: String, _ expected: [String?]) throws {
    let recurrence = try Recurrence(text, startDate: start, endDate: end)
    var ticks = [recurrence.first(from: try #require(Instant(now)))]
    if expected.count > 1 { ticks.append(recurrence.next(after: try #require(ticks[0]))) }
    #expect(ticks == expected.map { $0.flatMap { Instant($0) } })
  }

  @Test(
    "A rate counts elapsed time: a day is 24 hours, also when the clock changes; `at` is wall clock time",
    arguments: [
      ("rate(2 days)", "Europe/Berlin", "2026-03-28T08:00:00Z", "2026-03-30T08:00:00Z"),
      ("rate(1 hour)", "UTC", "2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z"),
      ("at(2026-11-21T07:00:00)", "Europe/Berlin", "2026-11-20T00:00:00Z", "2026-11-21T06:00:00Z"),
      ("at(2026-10-25T02:30:00)", "Europe/Berlin", "2026-10-20T00:00:00Z", "2026-10-25T00:30:00Z"),
    ])
  func elapsed(_ text: String, _ zone: String, _ last: String, _ expected: String) throws {
    let recurrence = try Recurrence(text, timeZone: zone)
    #expect(recurrence.next(after: try #require(Instant(last))) == Instant(expected))
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
    let recurrence = try Recurrence(text)
    let anchor = recurrence.anchor(due: try #require(Instant(due)), now: try #require(Instant(now)))
    #expect(recurrence.next(after: anchor) == Instant(expected))
  }

  @Test(
    "What EventBridge Scheduler does not document is refused",
    arguments: [
      "", "every day", "rate(0 minutes)", "rate(5 seconds)", "rate(minutes)", "rate(-1 hours)",
      "rate(+1 hour)",
      "rate(5 minutes", "rate(1.5 hours)", "rate(99999999999 days)", "Rate(5 minutes)", "at(tomorrow)",
      "at(2026-13-01T00:00:00)", "at(2026-02-29T00:00:00)", "at(2026-01-01T00:00:00Z)", "at(2026-01-01)",
      "at(2026-01-01 00:00:00)",
    ])
  func refused(_ text: String) {
    #expect(throws: ScheduleError.self) { try Recurrence(text) }
  }

  @Test("A rule is stricter: no `at`, and units that agree with their number")
  func rules() throws {
    for text in ["rate(1 minute)", "rate(5 minutes)", "cron(0 8 * * ? *)"] {
      _ = try Recurrence(text, as: .rule)
    }
    for text in ["rate(1 minutes)", "rate(5 minute)", "at(2026-11-21T07:00:00)"] {
      _ = try Recurrence(text)
      #expect(throws: ScheduleError.self) { try Recurrence(text, as: .rule) }
    }
  }

  @Test("Dates and zones that mean nothing are refused, and a single time that the clock leaves out")
  func places() {
    func reason(_ text: String, _ zone: String = "UTC", _ start: String? = nil, _ end: String? = nil)
      -> String
    {
      let error = #expect(throws: ScheduleError.self) {
        try Recurrence(text, timeZone: zone, startDate: start, endDate: end)
      }
      return error?.reason ?? ""
    }
    #expect(reason("rate(1 day)", "Mars/Olympus").contains("not known"))
    #expect(reason("rate(1 day)", "UTC", "2026-11-21").contains("StartDate"))
    #expect(reason("rate(1 day)", "UTC", nil, "soon").contains("EndDate"))
    #expect(
      reason("rate(1 day)", "UTC", "2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z").contains("not before"))
    #expect(reason("at(2026-03-29T02:30:00)", "Europe/Berlin").contains("does not exist"))
  }
}
