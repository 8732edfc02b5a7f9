/// Reads JSON (RFC 8259) in one pass over borrowed bytes, value by value, without building a tree unless asked.
///
/// The caller keeps the buffer alive. Every error says at which byte it is; also what is skipped must be JSON.
/// Nesting is limited so that hostile input cannot exhaust the stack.
package struct JSONReader {
  private static let deepest = 512

  let bytes: UnsafeRawBufferPointer
  /// Of the next byte to be read.
  package internal(set) var offset = 0
  private var depth = 0

  package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Calls `body` with each member name, repeated ones too; `body` reads the value, or what it leaves unread is
  /// skipped.
  package mutating func readObject(
    _ body: (_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try open(0x7B)
    if try closes(0x7D) { return }
    repeat {
      skipSpace()
      let name = try readName()
      skipSpace()
      try expect(0x3A, "expected ':' after a member name")
      skipSpace()
      let start = offset
      try body(name, &self)
      if offset == start { try skipValue() }
    } while try continues(to: 0x7D)
  }

  /// Calls `body` at each element; `body` reads the value, or what it leaves unread is skipped.
  package mutating func readArray(
    _ body: (_ reader: inout JSONReader) throws(JSONError) -> Void
  ) throws(JSONError) {
    try open(0x5B)
    if try closes(0x5D) { return }
    repeat {
      skipSpace()
      let start = offset
      try body(&self)
      if offset == start { try skipValue() }
    } while try continues(to: 0x5D)
  }

  /// Builds the tree of the next value.
  package mutating func readValue() throws(JSONError) -> JSON {
    skipSpace()
    switch peek {
    case 0x7B:
      var members: [(name: String, value: JSON)] = []
      try readObject { (name, reader) throws(JSONError) in
        members.append((name.text, try reader.readValue()))
      }
      return .object(JSONObject(members))
    case 0x5B:
      var elements: [JSON] = []
      try readArray { (reader) throws(JSONError) in elements.append(try reader.readValue()) }
      return .array(elements)
    case 0x22: return .string(try readString())
    case 0x74, 0x66: return .bool(try readBool())
    case 0x6E:
      try literal("null")
      return .null
    case nil: throw error("unexpected end")
    default: return try readNumber()
    }
  }

  package mutating func readBool() throws(JSONError) -> Bool {
    skipSpace()
    let value = peek == 0x74
    try literal(value ? "true" : "false")
    return value
  }

  package mutating func readInteger() throws(JSONError) -> Int64 {
    skipSpace()
    guard case .integer(let value) = try readNumber() else { throw error("expected an integer") }
    return value
  }

  /// The bytes of the next value as they stand, without interpreting them further than finding the end.
  package mutating func readRaw() throws(JSONError) -> UnsafeRawBufferPointer {
    skipSpace()
    let start = offset
    try skipValue()
    return UnsafeRawBufferPointer(rebasing: bytes[start..<offset])
  }

  package mutating func skipValue() throws(JSONError) {
    skipSpace()
    switch peek {
    case 0x22: _ = try scanString()
    case 0x7B: try skipMembers()
    case 0x5B: try skipElements()
    case 0x74, 0x66: _ = try readBool()
    case 0x6E: try literal("null")
    case nil: throw error("unexpected end")
    default: _ = try readNumber()
    }
  }

  /// Whether the next value is null; does not consume it.
  package mutating func nextIsNull() -> Bool { nextBegins(with: 0x6E) }

  /// Whether the next value is an object; does not consume it.
  package mutating func nextIsObject() -> Bool { nextBegins(with: 0x7B) }

  /// Whether the next value is a string; does not consume it.
  package mutating func nextIsString() -> Bool { nextBegins(with: 0x22) }

  /// Whether the next value is an array; does not consume it.
  package mutating func nextIsArray() -> Bool { nextBegins(with: 0x5B) }

  /// Fails when anything but space is left.
  package mutating func finish() throws(JSONError) {
    skipSpace()
    if offset != bytes.count { throw error("unexpected text after the value") }
  }

  private mutating func skipMembers() throws(JSONError) {
    try open(0x7B)
    if try closes(0x7D) { return }
    repeat {
      skipSpace()
      _ = try scanString()
      skipSpace()
      try expect(0x3A, "expected ':' after a member name")
      try skipValue()
    } while try continues(to: 0x7D)
  }

  private mutating func skipElements() throws(JSONError) {
    try open(0x5B)
    if try closes(0x5D) { return }
    repeat { try skipValue() } while try continues(to: 0x5D)
  }

  // MARK: Tokens

  var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: offset) }

  mutating func skipSpace() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  mutating func expect(_ byte: UInt8, _ reason: @autoclosure () -> String) throws(JSONError) {
    guard peek == byte else { throw error(reason()) }
    offset += 1
  }

  private mutating func nextBegins(with byte: UInt8) -> Bool {
    skipSpace()
    return peek == byte
  }

  private mutating func open(_ byte: UInt8) throws(JSONError) {
    skipSpace()
    try expect(byte, byte == 0x7B ? "expected an object" : "expected an array")
    depth += 1
    if depth > Self.deepest { throw error("nested too deeply") }
  }

  private mutating func closes(_ byte: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    guard peek == byte else { return false }
    offset += 1
    depth -= 1
    return true
  }

  private mutating func continues(to end: UInt8) throws(JSONError) -> Bool {
    skipSpace()
    if peek == 0x2C {
      offset += 1
      return true
    }
    try expect(end, "expected ',' or the end of the \(end == 0x7D ? "object" : "array")")
    depth -= 1
    return false
  }

  mutating func literal(_ word: StaticString) throws(JSONError) {
    for index in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[index] else { throw error("expected a value") }
      offset += 1
    }
  }
}
