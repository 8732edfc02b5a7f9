extension JSONReader {
  /// A number by the grammar of RFC 8259 §6: exact when it is an integer of 64 bits, else a `Double`; an error when
  /// it is larger than any double.
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
    if isInteger, let value = integer(start..<offset) { return .integer(value) }
    guard let value = Double(String(decoding: bytes[start..<offset], as: UTF8.self)), value.isFinite else {
      throw error("number out of range")
    }
    return .double(value)
  }

  /// Nil when it does not fit.
  private func integer(_ range: Range<Int>) -> Int64? {
    let isNegative = bytes[range.lowerBound] == 0x2D
    var value: Int64 = 0
    for index in (isNegative ? range.dropFirst() : range) {
      let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
      // Counted downwards: the smallest number has no positive counterpart.
      let (sum, tooSmall) = product.subtractingReportingOverflow(Int64(bytes[index] - 0x30))
      if tooLarge || tooSmall { return nil }
      value = sum
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while offset < bytes.count, bytes[offset] >= 0x30, bytes[offset] <= 0x39 { offset += 1 }
    return offset - start
  }
}
