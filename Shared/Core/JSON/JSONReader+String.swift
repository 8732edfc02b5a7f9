extension JSONReader {
  /// A string that was found to be valid, between its quotation marks.
  struct ScannedString {
    let range: Range<Int>
    let hasEscapes: Bool
  }

  /// A string: valid UTF-8, no raw control characters, escapes resolved, surrogates in pairs only.
  package mutating func readString() throws(JSONError) -> String {
    skipSpace()
    let scanned = try scanString()
    let written = UnsafeRawBufferPointer(rebasing: bytes[scanned.range])
    guard scanned.hasEscapes else { return String(decoding: written, as: UTF8.self) }
    return String(unsafeUninitializedCapacity: written.count) { Unescaping.write(written, to: $0) }
  }

  /// A string's UTF-8: the shortest way from an event to a body.
  package mutating func readStringBytes() throws(JSONError) -> [UInt8] {
    skipSpace()
    let scanned = try scanString()
    let written = UnsafeRawBufferPointer(rebasing: bytes[scanned.range])
    guard scanned.hasEscapes else { return Array(written) }
    return Array(unsafeUninitializedCapacity: written.count) { $1 = Unescaping.write(written, to: $0) }
  }

  /// A string, or nil for null.
  package mutating func readOptionalString() throws(JSONError) -> String? {
    guard nextIsNull() else { return try readString() }
    try literal("null")
    return nil
  }

  mutating func readName() throws(JSONError) -> JSONName {
    let scanned = try scanString()
    let written = UnsafeRawBufferPointer(rebasing: bytes[scanned.range])
    guard scanned.hasEscapes else { return JSONName(written) }
    return JSONName(
      unescaped: Array(unsafeUninitializedCapacity: written.count) { $1 = Unescaping.write(written, to: $0) })
  }

  /// Checks the next string and passes over it.
  mutating func scanString() throws(JSONError) -> ScannedString {
    try expect(0x22, "expected a string")
    let start = offset
    var hasEscapes = false
    while true {
      offset = TextRun.end(bytes, from: offset)
      guard let byte = peek else { throw error("string without end") }
      if byte == 0x22 { break }
      guard byte == 0x5C else { throw error("control character in a string") }
      hasEscapes = true
      try checkEscape()
    }
    try checkUTF8(start..<offset)
    offset += 1
    return ScannedString(range: start..<(offset - 1), hasEscapes: hasEscapes)
  }

  private func checkUTF8(_ range: Range<Int>) throws(JSONError) {
    guard let invalid = UTF8Text.firstInvalid(in: UnsafeRawBufferPointer(rebasing: bytes[range])) else {
      return
    }
    throw JSONError(reason: "invalid UTF-8 in a string", offset: range.lowerBound + invalid)
  }

  private mutating func checkEscape() throws(JSONError) {
    offset += 1
    switch peek {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: offset += 1
    case 0x75:
      offset += 1
      try checkUnicodeEscape()
    case nil: throw error("string without end")
    default: throw error("unknown escape")
    }
  }

  private mutating func checkUnicodeEscape() throws(JSONError) {
    let start = offset - 2
    let first = try readFourHexDigits()
    guard (0xD800...0xDFFF).contains(first) else { return }
    guard first < 0xDC00, peek == 0x5C, offset + 1 < bytes.count, bytes[offset + 1] == 0x75 else {
      throw JSONError(reason: "surrogate without its pair", offset: start)
    }
    offset += 2
    guard (0xDC00...0xDFFF).contains(try readFourHexDigits()) else {
      throw JSONError(reason: "surrogate without its pair", offset: start)
    }
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
