extension JSONReader {
  /// A string: valid UTF-8, no raw control characters, escapes resolved, surrogates in pairs only.
  package mutating func readString() throws(JSONError) -> String {
    try expect(0x22, "expected a string")
    let start = offset
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x22:
        let text = try string(start..<offset)
        offset += 1
        return text
      case 0x5C: return try readEscapedString(from: start)
      case 0..<0x20: throw error("control character in a string")
      default: offset += 1
      }
    }
    throw error("string without end")
  }

  mutating func skipString() throws(JSONError) {
    try expect(0x22, "expected a string")
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x22:
        offset += 1
        return
      case 0x5C: offset += 2
      case 0..<0x20: throw error("control character in a string")
      default: offset += 1
      }
    }
    throw error("string without end")
  }

  private func string(_ range: Range<Int>) throws(JSONError) -> String {
    guard let text = String(validating: bytes[range], as: UTF8.self) else {
      throw error("invalid UTF-8 in a string")
    }
    return text
  }

  private mutating func readEscapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<offset])
    while let byte = peek {
      offset += 1
      switch byte {
      case 0x22:
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("invalid UTF-8 in a string")
        }
        return string
      case 0x5C: try readEscape(into: &text)
      case 0..<0x20: throw error("control character in a string")
      default: text.append(byte)
      }
    }
    throw error("string without end")
  }

  private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = peek else { throw error("string without end") }
    offset += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: text.append(byte)
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75: text.append(contentsOf: Array(String(Character(try readUnicodeEscape())).utf8))
    default: throw error("unknown escape")
    }
  }

  private mutating func readUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let high = try readFourHexDigits()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, peek == 0x5C else { throw error("surrogate without its pair") }
    offset += 1
    try expect(0x75, "surrogate without its pair")
    let low = try readFourHexDigits()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    else { throw error("surrogate without its pair") }
    return scalar
  }

  private mutating func readFourHexDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Hex.value(of: byte) else {
        throw error("expected four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      offset += 1
    }
    return value
  }
}
