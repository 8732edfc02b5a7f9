/// Writes compact JSON straight into one buffer; commas are placed by the writer.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  package mutating func write(_ value: JSON) {
    switch value {
    case .null: raw("null")
    case .bool(let value): write(value)
    case .integer(let value): write(value)
    case .double(let value): raw(value.isFinite ? value.description : "null")
    case .string(let value): write(value)
    case .array(let elements): array { writer in for element in elements { writer.write(element) } }
    case .object(let object):
      self.object { writer in
        for (name, value) in object.members {
          writer.name(name)
          writer.write(value)
        }
      }
    }
  }

  package mutating func write(_ value: String) {
    separate()
    quote(value)
    needsComma = true
  }

  /// Writes a string that is there as UTF-8, which must be valid.
  package mutating func write(utf8 text: UnsafeRawBufferPointer) {
    separate()
    quote(text)
    needsComma = true
  }

  package mutating func write(_ value: Int64) { raw(value.description) }

  package mutating func write(_ value: Bool) { raw(value ? "true" : "false") }

  /// Copies text that is JSON already.
  package mutating func write(raw json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  package mutating func object(_ body: (inout JSONWriter) -> Void) { nest(0x7B, 0x7D, body) }

  package mutating func array(_ body: (inout JSONWriter) -> Void) { nest(0x5B, 0x5D, body) }

  package mutating func name(_ name: String) {
    separate()
    quote(name)
    bytes.append(0x3A)
    needsComma = false
  }

  package mutating func member(_ name: String, _ value: String) {
    self.name(name)
    write(value)
  }

  private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(open)
    needsComma = false
    body(&self)
    bytes.append(close)
    needsComma = true
  }

  private mutating func raw(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(0x2C) }
  }

  private mutating func quote(_ text: String) {
    var text = text
    text.withUTF8 { quote(UnsafeRawBufferPointer($0)) }
  }

  private mutating func quote(_ text: UnsafeRawBufferPointer) {
    bytes.append(0x22)
    var offset = 0
    while offset < text.count {
      let end = TextRun.end(text, from: offset)
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[offset..<end]))
      offset = end
      guard offset < text.count else { break }
      escape(text[offset])
      offset += 1
    }
    bytes.append(0x22)
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(0x5C)
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x0A: bytes.append(0x6E)
    case 0x0D: bytes.append(0x72)
    case 0x09: bytes.append(0x74)
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(contentsOf: Hex.digits(of: byte))
    }
  }
}
