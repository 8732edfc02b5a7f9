/// Base 32 (RFC 4648), unpadded, for what people type: codes and secrets of authenticator apps.
package enum Base32 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// In capitals.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var (bits, held) = (UInt32(0), UInt32(0))
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      held += 8
      while held >= 5 {
        held -= 5
        text.append(digits[Int(bits >> held) & 31])
      }
    }
    if held > 0 { text.append(digits[Int(bits << (5 - held)) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes; nil when the text is not unpadded base 32, of either case, or has bits that make no byte.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, held) = (UInt32(0), UInt32(0))
    for digit in text.utf8 {
      guard let value = value(of: digit) else { return nil }
      bits = bits << 5 | value
      held += 5
      guard held >= 8 else { continue }
      held -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> held))
    }
    // As many digits as the bytes need, and nothing in what is left of the last one.
    return held < 5 && bits & (1 << held - 1) == 0 ? bytes : nil
  }

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case 0x41...0x5A: UInt32(digit - 0x41)
    case 0x61...0x7A: UInt32(digit - 0x61)
    case 0x32...0x37: UInt32(digit - 0x32 + 26)
    default: nil
    }
  }
}
