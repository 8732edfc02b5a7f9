/// Base 64 (RFC 4648): the padded standard alphabet, and the unpadded one for URLs.
package enum Base64 {
  private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let forURLs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  package static func encode(_ bytes: [UInt8]) -> String { encode(bytes, standard, padded: true) }

  package static func urlEncode(_ bytes: [UInt8]) -> String { encode(bytes, forURLs, padded: false) }

  /// The bytes, or nil when the text is not padded standard base 64.
  package static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 4) else { return nil }
    for _ in 0..<2 where digits.last == 0x3D { digits.removeLast() }
    return decode(digits, standard)
  }

  /// The bytes, or nil when the text is not unpadded base 64 of the URL alphabet.
  package static func urlDecode(_ text: some StringProtocol) -> [UInt8]? { decode(Array(text.utf8), forURLs) }

  private static func encode(_ bytes: [UInt8], _ alphabet: [UInt8], padded: Bool) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for index in 0..<3 { bits = bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0) }
      for index in 0...group.count { text.append(alphabet[Int(bits >> UInt32(18 - 6 * index)) & 63]) }
      if padded { text.append(contentsOf: repeatElement(0x3D, count: 3 - group.count)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func decode(_ digits: [UInt8], _ alphabet: [UInt8]) -> [UInt8]? {
    guard digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var held = 0
    for digit in digits {
      guard let value = value(of: digit, alphabet) else { return nil }
      bits = bits << 6 | UInt32(value)
      held += 6
      guard held >= 8 else { continue }
      held -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
    }
    // Bits that do not make a byte must be zero, or two texts would mean the same bytes.
    guard bits & (1 << UInt32(held) - 1) == 0 else { return nil }
    return bytes
  }

  private static func value(of digit: UInt8, _ alphabet: [UInt8]) -> UInt8? {
    switch digit {
    case 0x41...0x5A: digit - 0x41
    case 0x61...0x7A: digit - 0x61 + 26
    case 0x30...0x39: digit - 0x30 + 52
    case alphabet[62]: 62
    case alphabet[63]: 63
    default: nil
    }
  }
}
