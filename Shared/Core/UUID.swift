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
    // From the bytes where they lie: a loop over the characters of whatever text is not specialized in other modules.
    let contiguous = text.utf8.withContiguousStorageIfAvailable { Self.parse($0) }
    guard let id = contiguous ?? Array(text.utf8).withUnsafeBufferPointer({ Self.parse($0) }) else {
      return nil
    }
    self = id
  }

  private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> UUID? {
    guard text.count == 36 else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for index in 0..<36 {
      guard !isDash(index) else {
        guard text[index] == 0x2D else { return nil }
        continue
      }
      guard let value = Hex.value(of: text[index]) else { return nil }
      high = high << 4 | low >> 60
      low = low << 4 | UInt64(value)
    }
    return UUID(high: high, low: low)
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
    String(unsafeUninitializedCapacity: 36) { text in
      var shift: UInt64 = 128
      for index in 0..<36 {
        guard !Self.isDash(index) else {
          text[index] = 0x2D
          continue
        }
        shift -= 4
        text[index] = Hex.digit(UInt8(truncatingIfNeeded: (shift < 64 ? low : high) >> (shift & 63)) & 15)
      }
      return 36
    }
  }

  private static func isDash(_ index: Int) -> Bool { index == 8 || index == 13 || index == 18 || index == 23 }
}
