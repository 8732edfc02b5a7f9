/// Writes compact JSON straight to bytes; commas are placed by the writer.
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  package mutating func write(_ value: JSON) {
    switch value {
    case .null: raw("null")
    case .bool(let value): raw(value ? "true" : "false")
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

  package mutating func write(_ value: Int64) { raw(value.description) }

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
    bytes.append(0x22)
    var text = text
    text.withUTF8 { utf8 in
      // Most strings need no escape: copy them in one piece.
      if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
        bytes.append(contentsOf: utf8)
      } else {
        for byte in utf8 { escape(byte) }
      }
    }
    bytes.append(0x22)
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
    case 0x0A: bytes.append(contentsOf: [0x5C, 0x6E])
    case 0x0D: bytes.append(contentsOf: [0x5C, 0x72])
    case 0x09: bytes.append(contentsOf: [0x5C, 0x74])
    case 0..<0x20: bytes.append(contentsOf: Array("\\u00".utf8) + Hex.digits(of: byte))
    default: bytes.append(byte)
    }
  }
}
