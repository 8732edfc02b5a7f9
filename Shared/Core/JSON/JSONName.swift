/// The name of a member while it is read: compared with literals where it stands, made a `String` only on demand.
///
/// Valid as long as the bytes that are read.
package struct JSONName: Equatable, ExpressibleByStringLiteral {
  private let bytes: UnsafeRawBufferPointer
  /// For a name that is written with escapes.
  private let unescaped: [UInt8]?

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    unescaped = nil
  }

  init(unescaped: [UInt8]) {
    // No literal has this many bytes: such a name is compared by what it means.
    bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    self.unescaped = unescaped
  }

  package init(stringLiteral value: StaticString) {
    bytes = UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount)
    unescaped = nil
  }

  package var text: String {
    unescaped.map { String(decoding: $0, as: UTF8.self) } ?? String(decoding: bytes, as: UTF8.self)
  }

  package static func == (left: JSONName, right: JSONName) -> Bool {
    if left.unescaped == nil && right.unescaped == nil {
      return left.bytes.count == right.bytes.count && left.bytes.elementsEqual(right.bytes)
    }
    return left.text.utf8.elementsEqual(right.text.utf8)
  }
}
