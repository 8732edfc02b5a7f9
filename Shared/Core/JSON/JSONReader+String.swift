extension JSONReader {
  private static let endless = "string without end"
  private static let controlled = "control character in a string"

  /// A string that was found to be valid, between its quotation marks.
  struct ScannedString {
    let range: Range<Int>
    let hasEscapes: Bool
  }

  /// A string: valid UTF-8, no raw control characters, escapes resolved, surrogates in pairs only.
  package mutating func readString() throws(JSONError) -> String {
    skipSpace()
    let scanned = try scanString()
    guard scanned.hasEscapes else { return String(decoding: written(scanned), as: UTF8.self) }
    return String(decoding: try unescaped(scanned), as: UTF8.self)
  }

  /// A string's UTF-8: the shortest way from an event to a body, in one pass. Its end is not known before, so there is
  /// room for all that follows in the event; what would keep too much of it is moved.
  package mutating func readStringBytes() throws(JSONError) -> [UInt8] {
    skipSpace()
    try expect(0x22, "expected a string")
    let text = try unescape(room: bytes.count - offset)
    offset += 1
    return text.capacity > 2 * text.count + 4096 ? text.map { $0 } : text
  }

  /// A string, or nil for null.
  package mutating func readOptionalString() throws(JSONError) -> String? {
    guard nextIsNull() else { return try readString() }
    try literal("null")
    return nil
  }

  mutating func readName() throws(JSONError) -> JSONName {
    let scanned = try scanString()
    guard scanned.hasEscapes else { return JSONName(written(scanned)) }
    return JSONName(unescaped: try unescaped(scanned))
  }

  private func written(_ string: ScannedString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[string.range])
  }

  private func unescaped(_ string: ScannedString) throws(JSONError) -> [UInt8] {
    var reader = self
    reader.offset = string.range.lowerBound
    return try reader.unescape(room: string.range.count + 1)
  }

  /// Checks the next string and passes over it.
  mutating func scanString() throws(JSONError) -> ScannedString {
    try expect(0x22, "expected a string")
    let start = offset
    var hasEscapes = false
    var isASCII = true
    while true {
      offset &+= TextRun.length(bytes, from: offset, isASCII: &isASCII)
      guard let byte = peek else { throw error(Self.endless) }
      if byte == 0x22 { break }
      guard byte == 0x5C else { throw error(Self.controlled) }
      hasEscapes = true
      _ = try readEscape()
    }
    if !isASCII { try checkUTF8(start..<offset) }
    offset += 1
    return ScannedString(range: start..<(offset - 1), hasEscapes: hasEscapes)
  }

  private func checkUTF8(_ range: Range<Int>) throws(JSONError) {
    guard let invalid = UTF8Text.firstInvalid(in: UnsafeRawBufferPointer(rebasing: bytes[range])) else {
      return
    }
    throw JSONError(reason: "invalid UTF-8 in a string", offset: range.lowerBound + invalid)
  }

  // MARK: Escapes

  /// What the text up to the next quotation mark means, which is left unread. It is never longer than how it is
  /// written, the quotation mark included, for which there is `room`.
  private mutating func unescape(room: Int) throws(JSONError) -> [UInt8] {
    let start = offset
    var isASCII = true
    let text = try [UInt8](unsafeUninitializedCapacity: room) { (text, count) throws(JSONError) in
      guard let target = text.baseAddress else { throw error(Self.endless) }
      while true {
        let run = TextRun.copy(
          bytes, from: offset, to: target + count, limit: room &- count, isASCII: &isASCII)
        offset &+= run
        count &+= run
        if peek == 0x22 { return }
        guard peek == 0x5C else { throw error(peek == nil ? Self.endless : Self.controlled) }
        count &+= Self.write(try readEscape(), to: target + count)
      }
    }
    if !isASCII { try checkUTF8(start..<offset) }
    return text
  }

  /// The character that an escape stands for; of a pair of surrogates, the one that both mean.
  private mutating func readEscape() throws(JSONError) -> UInt32 {
    offset &+= 1
    guard let letter = peek else { throw error(Self.endless) }
    offset &+= 1
    switch letter {
    case 0x22, 0x5C, 0x2F: return UInt32(letter)
    case 0x62: return 0x08
    case 0x66: return 0x0C
    case 0x6E: return 0x0A
    case 0x72: return 0x0D
    case 0x74: return 0x09
    case 0x75: return try readUnicodeEscape()
    default:
      offset &-= 1
      throw error("unknown escape")
    }
  }

  private mutating func readUnicodeEscape() throws(JSONError) -> UInt32 {
    let start = offset - 2
    let first = try readFourHexDigits()
    guard (0xD800...0xDFFF).contains(first) else { return first }
    guard first < 0xDC00, peek == 0x5C, offset + 1 < bytes.count, bytes[offset + 1] == 0x75 else {
      throw JSONError(reason: "surrogate without its pair", offset: start)
    }
    offset += 2
    let second = try readFourHexDigits()
    guard (0xDC00...0xDFFF).contains(second) else {
      throw JSONError(reason: "surrogate without its pair", offset: start)
    }
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
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

  /// The UTF-8 of a character; returns the number of its bytes.
  private static func write(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
    switch value {
    case 0..<0x80:
      target[0] = UInt8(value)
      return 1
    case 0x80..<0x800:
      (target[0], target[1]) = (0xC0 | UInt8(value >> 6), continuation(value))
      return 2
    case 0x800..<0x10000:
      (target[0], target[1], target[2]) = (
        0xE0 | UInt8(value >> 12), continuation(value >> 6), continuation(value)
      )
      return 3
    default:
      (target[0], target[1]) = (0xF0 | UInt8(value >> 18), continuation(value >> 12))
      (target[2], target[3]) = (continuation(value >> 6), continuation(value))
      return 4
    }
  }

  private static func continuation(_ value: UInt32) -> UInt8 { 0x80 | UInt8(value & 0x3F) }
}
