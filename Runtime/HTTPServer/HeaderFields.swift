/// The header fields of one request as they came in: positions in the bytes of the head. Most are never asked for,
/// so no text is made of them before.
struct HeaderFields: Sendable {
  private struct Field {
    let nameStart: UInt32
    let nameEnd: UInt32
    let valueStart: UInt32
    let valueEnd: UInt32
  }

  private let bytes: [UInt8]
  private var fields: [Field] = []

  init(in bytes: [UInt8]) {
    self.bytes = bytes
    fields.reserveCapacity(16)
  }

  var count: Int { fields.count }

  mutating func append(name: Range<Int>, value: Range<Int>) {
    fields.append(
      Field(
        nameStart: UInt32(name.lowerBound), nameEnd: UInt32(name.upperBound),
        valueStart: UInt32(value.lowerBound), valueEnd: UInt32(value.upperBound)))
  }

  var all: [(name: String, value: String)] { fields.map { (text($0.nameStart, $0.nameEnd), value($0)) } }

  /// The value of the first field of that name: ASCII letters match in either case (RFC 9110 §5.1).
  func first(_ name: String) -> String? {
    let wanted = name.utf8
    for field in fields where Int(field.nameEnd - field.nameStart) == wanted.count {
      var index = Int(field.nameStart)
      let isSame = wanted.allSatisfy { byte in
        defer { index += 1 }
        return ASCII.lowercase(bytes[index]) == ASCII.lowercase(byte)
      }
      if isSame { return value(field) }
    }
    return nil
  }

  private func value(_ field: Field) -> String { text(field.valueStart, field.valueEnd) }

  private func text(_ start: UInt32, _ end: UInt32) -> String {
    String(decoding: bytes[Int(start)..<Int(end)], as: UTF8.self)
  }
}
