internal import Core
internal import Testing

@Suite("Instants are read and written as RFC 3339") struct InstantTests {
  @Test(
    "A time is read to the microsecond",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:00.000001Z", 1), ("1969-12-31T23:59:59.999999Z", -1),
      ("2026-11-21T07:00:00Z", 1_795_244_400_000_000), ("2026-11-21t07:00:00z", 1_795_244_400_000_000),
      ("2026-11-21T08:30:00+01:30", 1_795_244_400_000_000),
      ("2026-11-20T19:00:00-12:00", 1_795_244_400_000_000),
      ("2026-11-21T07:00:00-00:00", 1_795_244_400_000_000), ("2026-11-21 07:00:00+00", 1_795_244_400_000_000),
      ("2026-11-21 12:30:00.5+05:30", 1_795_244_400_500_000),
      ("2026-11-21T07:00:00.1234567Z", 1_795_244_400_123_456),
      ("2024-02-29T00:00:00Z", 1_709_164_800_000_000), ("2000-02-29T12:00:00Z", 951_825_600_000_000),
      ("2016-12-31T23:59:60Z", 1_483_228_800_000_000), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000),
      ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
      ("1600-02-29T00:00:00Z", -11_670_998_400_000_000),
    ])
  func read(_ text: String, _ microseconds: Int64) {
    #expect(Instant(text)?.microseconds == microseconds)
  }

  @Test(
    "What is no time of RFC 3339 is refused",
    arguments: [
      "", "now", "2026-11-21", "2026-11-21T07:00:00", "2026-11-21T07:00Z", "2026-11-21T24:00:00Z",
      "2026-11-21T07:60:00Z",
      "2026-11-21T07:00:61Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2026-04-31T00:00:00Z", "2026-11-00T00:00:00Z", "2026-11-21T07:00:00.Z", "2026-11-21T07:00:00,5Z",
      "2026-11-21T07:00:00+24:00",
      "2026-11-21T07:00:00+01:60", "2026-11-21T07:00:00+1", "2026-11-21T07:00:00ZZ", "2026-11-21T07:00:00 Z",
      " 2026-11-21T07:00:00Z",
      "26-11-21T07:00:00Z", "+2026-11-21T07:00:00Z", "2026/11/21T07:00:00Z", "2026-11-21_07:00:00Z",
      "２026-11-21T07:00:00Z",
      "20261121T070000Z", "2026-11-21T7:00:00Z", "-2026-11-21T07:00:00Z", "infinity",
      "9999-12-31T23:59:60Z", "9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01",
      "0000-12-31T23:59:59Z",
    ])
  func refused(_ text: String) {
    #expect(Instant(text) == nil)
  }

  @Test(
    "A time is written in UTC with the fraction it has",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (1_795_244_400_250_000, "2026-11-21T07:00:00.25Z"),
      (1_795_244_400_000_001, "2026-11-21T07:00:00.000001Z"), (951_868_799_000_000, "2000-02-29T23:59:59Z"),
      (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"), (-11_644_473_600_000_000, "1601-01-01T00:00:00Z"),
    ])
  func written(_ microseconds: Int64, _ text: String) {
    #expect(Instant(microseconds: microseconds).description == text)
  }

  @Test("Every day of two leap cycles survives being written and read")
  func everyDay() throws {
    let first = try #require(Instant("1899-12-31T12:34:56.789Z"))
    let days = (0..<(366 * 801)).map { first + .seconds($0 * 86_400) }
    #expect(days.first { Instant($0.description) != $0 } == nil)
    #expect(zip(days, days.dropFirst()).first { $0.description >= $1.description } == nil)
    #expect(days.last?.description.hasPrefix("2702-") == true)
  }

  @Test("Durations between times are exact, also across the epoch")
  func arithmetic() throws {
    let before = try #require(Instant("1969-12-31T23:59:58.5Z"))
    let after = try #require(Instant("1970-01-01T00:00:01.25Z"))
    #expect(after - before == .milliseconds(2750))
    #expect(before + .milliseconds(2750) == after)
    #expect(before.seconds == -2)
    #expect((before - after).milliseconds == -2750)
  }

  @Test(
    "A number of seconds from outside becomes a time that can be written and read again",
    arguments: [
      .max, .max - 1, 300_000_000_000, 253_402_300_800, -62_135_596_801, -300_000_000_000, .min,
    ] as [Int64])
  func foreignNumbers(_ number: Int64) {
    let edge = number > 0 ? "9999-12-31T23:59:59.999999Z" : "0001-01-01T00:00:00Z"
    let epoch = Instant(seconds: 0)
    let after = epoch + .seconds(number)
    for time in [Instant(seconds: number), after, after + .seconds(number)] {
      #expect("\(time)" == edge && Instant("\(time)") == time)
    }
    #expect(Duration.seconds(number).microseconds.signum() == number.signum())
    #expect((after - epoch).microseconds.signum() == number.signum())
  }

  @Test("Now is after the day this was written")
  func now() {
    #expect(Instant.now().description > "2026-01-01")
  }
}
