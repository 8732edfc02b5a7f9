/// Base 64 (RFC 4648): the padded standard alphabet, and the unpadded one for URLs.
package enum Base64 {
  private static let standard = Alphabet("+/")
  private static let forURLs = Alphabet("-_")

  package static func encode(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { encode($0, standard, padded: true) }
  }

  package static func urlEncode(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { encode($0, forURLs, padded: false) }
  }

  /// The bytes, or nil when the text is not padded standard base 64.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(Array(text.utf8)) }

  /// The bytes, or nil when the text is not padded standard base 64.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    let padding = text.suffix(2).reversed().prefix { $0 == 0x3D }.count
    return text.withUnsafeBytes { decode(UnsafeRawBufferPointer(rebasing: $0.dropLast(padding)), standard) }
  }

  /// The bytes, or nil when the text is not unpadded base 64 of the URL alphabet.
  package static func urlDecode(_ text: some StringProtocol) -> [UInt8]? {
    Array(text.utf8).withUnsafeBytes { decode($0, forURLs) }
  }

  private static func encode(
    _ bytes: UnsafeRawBufferPointer, _ alphabet: Alphabet, padded: Bool
  ) -> String {
    String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
      var written = 0
      var start = 0
      while start < bytes.count {
        let count = min(3, bytes.count - start)
        var bits: UInt32 = 0
        for index in 0..<3 { bits = bits << 8 | (index < count ? UInt32(bytes[start + index]) : 0) }
        for index in 0...count {
          text[written + index] = alphabet.digits[Int(bits >> UInt32(18 - 6 * index)) & 63]
        }
        written += count + 1
        start += 3
      }
      while padded, !written.isMultiple(of: 4) {
        text[written] = 0x3D
        written += 1
      }
      return written
    }
  }

  private static func decode(_ digits: UnsafeRawBufferPointer, _ alphabet: Alphabet) -> [UInt8]? {
    guard digits.count % 4 != 1 else { return nil }
    var isValid = true
    let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 4 * 3 + 2) { bytes, count in
      var bits: UInt32 = 0
      var held: UInt32 = 0
      var seen: UInt8 = 0
      for digit in digits {
        let value = alphabet.values[Int(digit)]
        seen |= value
        bits = bits << 6 | UInt32(value & 63)
        held += 6
        guard held >= 8 else { continue }
        held -= 8
        bytes[count] = UInt8(truncatingIfNeeded: bits >> held)
        count += 1
      }
      // Bits that do not make a byte must be zero, or two texts would mean the same bytes.
      isValid = seen < 64 && bits & (1 << held - 1) == 0
    }
    return isValid ? bytes : nil
  }

  private struct Alphabet: Sendable {
    static let notADigit: UInt8 = 0xFF
    let digits: [UInt8]
    /// By byte.
    let values: [UInt8]

    init(_ lastTwo: String) {
      digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(lastTwo)".utf8)
      var values = [UInt8](repeating: Self.notADigit, count: 256)
      for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
      self.values = values
    }
  }
}
