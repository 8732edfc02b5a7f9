#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point in time to the microsecond, as PostgreSQL's `timestamptz`; always UTC.
package struct Instant: Sendable, Hashable, Comparable {
  /// Since 1970-01-01T00:00:00Z.
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package init(seconds: Int64) { self.init(microseconds: seconds * 1_000_000) }

  /// The wall clock of this machine.
  package static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }

  package var seconds: Int64 {
    microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000
  }

  package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

  package static func + (instant: Instant, duration: Duration) -> Instant {
    Instant(microseconds: instant.microseconds + duration.microseconds)
  }

  package static func - (left: Instant, right: Instant) -> Duration {
    .microseconds(left.microseconds - right.microseconds)
  }
}

extension Duration {
  package var microseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }

  package var milliseconds: Int64 { microseconds / 1000 }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC, with as many fractional digits as there are: `2026-11-21T07:00:00.25Z`.
  package var description: String {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let second = seconds - days * 86_400
    let date = CivilDate(daysSinceEpoch: days)
    let fraction = microseconds - seconds * 1_000_000
    var text: [UInt8] = []
    text.reserveCapacity(32)
    text.append(date.year, digits: 4)
    for (mark, number) in [("-", date.month), ("-", date.day), ("T", second / 3600), (":", second / 60 % 60)]
      as [(Unicode.Scalar, Int64)]
    {
      text.append(UInt8(ascii: mark))
      text.append(number, digits: 2)
    }
    text.append(UInt8(ascii: ":"))
    text.append(second % 60, digits: 2)
    if fraction != 0 {
      text.append(UInt8(ascii: "."))
      text.append(fraction, digits: 6)
      while text.last == UInt8(ascii: "0") { text.removeLast() }
    }
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }
}

extension Instant {
  /// For people, in messages and on pages: `2026-11-21 07:00:00 UTC`.
  package var readable: String {
    let text = description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}

extension [UInt8] {
  /// The decimal digits of a number that is not negative, with zeros before it up to `digits`.
  fileprivate mutating func append(_ number: Int64, digits: Int) {
    let start = endIndex
    var rest = number
    while count - start < digits || rest > 0 {
      append(0x30 + UInt8(rest % 10))
      rest /= 10
    }
    self[start...].reverse()
  }
}

extension Instant {
  /// Reads RFC 3339 (an offset is required) and PostgreSQL's ISO form (`2026-11-21 07:00:00.5+00`).
  package init?(_ text: some StringProtocol) {
    var scanner = DigitScanner(text.utf8)
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
      let day = scanner.number(2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
      let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2),
      scanner.skip(":"), let second = scanner.number(2), hour < 24, minute < 60, second < 61,
      let fraction = scanner.fraction(), let offset = scanner.offset(), scanner.isAtEnd,
      let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + second - offset
    // By a leap second or an offset a time can lie outside of the years 1 to 9999, which have no text of this form.
    guard (-62_135_596_800..<253_402_300_800).contains(seconds) else { return nil }
    self.init(microseconds: seconds * 1_000_000 + fraction)
  }
}
