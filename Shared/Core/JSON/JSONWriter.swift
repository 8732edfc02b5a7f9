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

  /// Writes a string that is there as bytes. When they are not valid UTF-8, nothing is written and the answer is false.
  package mutating func write(text: [UInt8]) -> Bool {
    let start = bytes.count
    let comma = needsComma
    separate()
    let isASCII = text.withUnsafeBytes { quote($0) }
    guard isASCII || UTF8Text.isValid(text) else {
      bytes.removeLast(bytes.count - start)
      needsComma = comma
      return false
    }
    needsComma = true
    return true
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
    text.withUTF8 { _ = quote(UnsafeRawBufferPointer($0)) }
  }

  /// False when the text may have other bytes than ASCII.
  private mutating func quote(_ text: UnsafeRawBufferPointer) -> Bool {
    bytes.append(0x22)
    var escaping = Escaping(text)
    while escaping.remaining > 0 {
      // Room for one escape at least, else nothing would get on.
      bytes.append(addingCapacity: escaping.remaining + Escaping.longestEscape) { span in
        span.withUnsafeMutableBufferPointer { room, count in count = escaping.write(to: room) }
      }
    }
    bytes.append(0x22)
    return escaping.isASCII
  }
}
