#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A universally unique identifier (RFC 9562).
package struct UUID: Sendable, Hashable, CustomStringConvertible {
  private let high: UInt64
  private let low: UInt64

  /// All bits zero: stands for "none" where a value must be present.
  package static let zero = UUID(high: 0, low: 0)

  private init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Version 7: 48 bits of Unix milliseconds, then random bits; keys made later sort later.
  package static func v7(at time: Instant = .now()) -> UUID {
    var random = SystemRandomNumberGenerator()
    let milliseconds = UInt64(bitPattern: time.microseconds / 1000)
    return UUID(
      high: milliseconds << 16 | 0x7000 | (random.next() & 0x0FFF),
      low: 0x8000_0000_0000_0000 | (random.next() >> 2))
  }

  /// Reads the 36 character form, of either case.
  package init?(_ text: some StringProtocol) {
    let characters = Array(text.utf8)
    guard characters.count == 36 else { return nil }
    var digits: [UInt8] = []
    digits.reserveCapacity(32)
    for (index, character) in characters.enumerated() {
      if [8, 13, 18, 23].contains(index) {
        guard character == 0x2D else { return nil }
      } else {
        guard let value = Hex.value(of: character) else { return nil }
        digits.append(value)
      }
    }
    func number(_ range: Range<Int>) -> UInt64 { digits[range].reduce(0) { $0 << 4 | UInt64($1) } }
    self.init(high: number(0..<16), low: number(16..<32))
  }

  /// Reads 16 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
    self.init(high: number(0..<8), low: number(8..<16))
  }

  package var bytes: [UInt8] {
    [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) } }
  }

  package var description: String {
    var text = Hex.encode(bytes)
    for position in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: position)) }
    return text
  }
}
