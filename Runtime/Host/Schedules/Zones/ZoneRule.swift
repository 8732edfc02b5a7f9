internal import Core

/// A rule for daylight saving time without end: `CET-1CEST,M3.5.0,M10.5.0/3`
/// (POSIX, `TZ`; RFC 8536 §3.3.1 widens the hours to −167…167).
struct ZoneRule {
  /// Seconds east of UTC.
  private let standard: Int64
  private let daylight: Int64
  private let start: Change
  private let end: Change

  /// A day of the year and the seconds after its midnight, by the wall clock before the change.
  private struct Change {
    enum Day {
      /// `J60`: 1 to 365, 29 February is never counted.
      case julian(Int64)
      /// `59`: 0 to 365, 29 February is counted.
      case ordinal(Int64)
      /// `M3.5.0`: month, week 1 to 5 (5 is the last), weekday 0 to 6 (0 is Sunday).
      case weekday(month: Int64, week: Int64, weekday: Int64)
    }

    let day: Day
    let seconds: Int64
  }

  /// nil when the text is no rule, or one without changes.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard Self.skipName(&rest), let west = Self.time(&rest), Self.skipName(&rest) else { return nil }
    standard = -west
    if rest.first == Self.comma {
      daylight = standard + 3600
    } else {
      guard let west = Self.time(&rest) else { return nil }
      daylight = -west
    }
    guard let start = Self.change(&rest), let end = Self.change(&rest), rest.isEmpty else { return nil }
    self.start = start
    self.end = end
  }

  /// Both changes of a year, in their order.
  func transitions(in year: Int64) -> [TimeZone.Transition] {
    let changes = [
      TimeZone.Transition(from: wall(start, year) - standard, offset: daylight),
      TimeZone.Transition(from: wall(end, year) - daylight, offset: standard),
    ]
    return changes.sorted { $0.from < $1.from }
  }

  private func wall(_ change: Change, _ year: Int64) -> Int64 {
    day(change.day, year) * 86_400 + change.seconds
  }

  /// Days since 1970.
  private func day(_ day: Change.Day, _ year: Int64) -> Int64 {
    func daysUntil(_ month: Int64) -> Int64 {
      let date =
        month > 12
        ? CivilDate(year: year + 1, month: month - 12, day: 1) : CivilDate(year: year, month: month, day: 1)
      return date?.daysSinceEpoch ?? 0
    }
    switch day {
    case .ordinal(let number): return daysUntil(1) + number
    case .julian(let number):
      let isLeap = daysUntil(3) - daysUntil(2) == 29
      return daysUntil(1) + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .weekday(let month, let week, let weekday):
      let first = daysUntil(month)
      // 1 January 1970 was a Thursday.
      let found = first + (weekday - (first + 4) % 7 + 7) % 7 + (week - 1) * 7
      return found < daysUntil(month + 1) ? found : found - 7
    }
  }

  // MARK: Reading

  private static let comma = UInt8(ascii: ",")

  /// `CET` or `<+1030>`.
  private static func skipName(_ rest: inout ArraySlice<UInt8>) -> Bool {
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let name = rest.prefix { (0x41...0x5A).contains($0 & 0xDF) }
    rest = rest[name.endIndex...]
    return name.count >= 3
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest[digits.endIndex...]
    return digits.count > 4 ? nil : Int64(String(decoding: digits, as: UTF8.self))
  }

  private static func skip(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first.map(UInt32.init) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  /// `-5`, `5:30` or `5:30:20`, in seconds.
  private static func time(_ rest: inout ArraySlice<UInt8>) -> Int64? {
    let isNegative = skip("-", &rest)
    if !isNegative { _ = skip("+", &rest) }
    guard var seconds = number(&rest).map({ $0 * 3600 }) else { return nil }
    for unit in [Int64(60), 1] where skip(":", &rest) {
      guard let part = number(&rest) else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  private static func change(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard skip(",", &rest), let day = day(&rest) else { return nil }
    guard skip("/", &rest) else { return Change(day: day, seconds: 7200) }
    return time(&rest).map { Change(day: day, seconds: $0) }
  }

  private static func day(_ rest: inout ArraySlice<UInt8>) -> Change.Day? {
    if skip("J", &rest) { return number(&rest).map { .julian($0) } }
    guard skip("M", &rest) else { return number(&rest).map { .ordinal($0) } }
    guard let month = number(&rest), skip(".", &rest), let week = number(&rest), skip(".", &rest),
      let weekday = number(&rest), (1...12).contains(month), (1...5).contains(week), weekday < 7
    else { return nil }
    return .weekday(month: month, week: week, weekday: weekday)
  }
}
