/// Well-formed UTF-8, by table 3-7 of the Unicode standard
/// (https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf).
package enum UTF8Text {
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  package static func isValid(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { firstInvalid(in: $0) == nil }
  }

  /// The offset of the first byte of the first sequence that is not well-formed.
  package static func firstInvalid(in bytes: UnsafeRawBufferPointer) -> Int? {
    var offset = asciiEnd(bytes, from: 0)
    while offset < bytes.count {
      guard let length = sequenceLength(bytes, at: offset) else { return offset }
      offset += length
      if offset < bytes.count, bytes[offset] < 0x80 { offset = asciiEnd(bytes, from: offset) }
    }
    return nil
  }

  private static func asciiEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var offset = start
    while offset + 32 <= bytes.count {
      var seen: UInt64 = 0
      for word in 0..<4 { seen |= bytes.loadUnaligned(fromByteOffset: offset + word * 8, as: UInt64.self) }
      if seen & highBits != 0 { break }
      offset += 32
    }
    while offset + 8 <= bytes.count {
      let seen = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) & highBits
      if seen != 0 { return offset + seen.trailingZeroBitCount >> 3 }
      offset += 8
    }
    while offset < bytes.count, bytes[offset] < 0x80 { offset += 1 }
    return offset
  }

  private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int? {
    let length: Int
    let second: ClosedRange<UInt8>
    switch bytes[offset] {
    case 0..<0x80: return 1
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { return nil }
    for index in 2..<max(2, length) where bytes[offset + index] & 0xC0 != 0x80 { return nil }
    return length
  }
}
