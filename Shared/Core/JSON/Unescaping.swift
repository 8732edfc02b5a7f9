/// Resolves the escapes of a string that was checked: what is written is never longer than how it was written.
struct Unescaping {
  private let written: UnsafeRawBufferPointer
  private let text: UnsafeMutableBufferPointer<UInt8>
  private var offset = 0
  private var count = 0

  /// The number of bytes that the meaning has. `text` has room for as many as are written.
  static func write(_ written: UnsafeRawBufferPointer, to text: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var unescaping = Unescaping(written: written, text: text)
    while unescaping.offset < written.count {
      unescaping.copyRun()
      if unescaping.offset < written.count { unescaping.resolveEscape() }
    }
    return unescaping.count
  }

  private init(written: UnsafeRawBufferPointer, text: UnsafeMutableBufferPointer<UInt8>) {
    self.written = written
    self.text = text
  }

  private mutating func copyRun() {
    let end = TextRun.escape(written, from: offset)
    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(text)[count...])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: written[offset..<end]))
    count += end - offset
    offset = end
  }

  private mutating func resolveEscape() {
    let letter = written[offset + 1]
    offset += 2
    switch letter {
    case 0x62: append(0x08)
    case 0x66: append(0x0C)
    case 0x6E: append(0x0A)
    case 0x72: append(0x0D)
    case 0x74: append(0x09)
    case 0x75: resolveUnicodeEscape()
    default: append(letter)
    }
  }

  private mutating func resolveUnicodeEscape() {
    var value = fourHexDigits()
    if (0xD800...0xDBFF).contains(value) {
      offset += 2
      value = 0x10000 + ((value - 0xD800) << 10) + (fourHexDigits() - 0xDC00)
    }
    switch value {
    case 0..<0x80: append(UInt8(value))
    case 0x80..<0x800:
      append(0xC0 | UInt8(value >> 6))
      append(continuation(value))
    case 0x800..<0x10000:
      append(0xE0 | UInt8(value >> 12))
      append(continuation(value >> 6))
      append(continuation(value))
    default:
      append(0xF0 | UInt8(value >> 18))
      append(continuation(value >> 12))
      append(continuation(value >> 6))
      append(continuation(value))
    }
  }

  private func continuation(_ value: UInt32) -> UInt8 { 0x80 | UInt8(value & 0x3F) }

  private mutating func fourHexDigits() -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      value = value << 4 | UInt32(Hex.value(of: written[offset]) ?? 0)
      offset += 1
    }
    return value
  }

  private mutating func append(_ byte: UInt8) {
    text[count] = byte
    count += 1
  }
}
