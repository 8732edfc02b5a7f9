extension JSONReader {
  /// A number by the grammar of RFC 8259 §6: exact when it is an integer of 64 bits, else a `Double`.
  package mutating func readNumber() throws(JSONError) -> JSON {
    let start = offset
    if peek == 0x2D { offset += 1 }
    let leadingZero = peek == 0x30
    let digits = skipDigits()
    guard digits > 0, !(leadingZero && digits > 1) else { throw error("expected a value") }
    var isInteger = true
    if peek == 0x2E {
      isInteger = false
      offset += 1
      guard skipDigits() > 0 else { throw error("expected a digit after '.'") }
    }
    if peek == 0x65 || peek == 0x45 {
      isInteger = false
      offset += 1
      if peek == 0x2B || peek == 0x2D { offset += 1 }
      guard skipDigits() > 0 else { throw error("expected a digit in the exponent") }
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isInteger, let value = Int64(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw error("number out of range") }
    return .double(value)
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 { offset += 1 }
    return offset - start
  }
}
