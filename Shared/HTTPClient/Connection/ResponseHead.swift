/// Status and framing of an answer, read from the bytes in place (RFC 9112 §4 to §6).
struct ResponseHead {
  let status: Int
  /// Where the body begins.
  let end: Int
  private(set) var contentLength: Int?
  private(set) var isChunked = false
  /// Whether the connection ends with this answer.
  private(set) var closes: Bool

  /// A line may end without a carriage return (RFC 9112 §2.2). Nil when the head is not complete yet.
  init?(_ buffer: ReceiveBuffer) throws(TransferError) {
    guard let end = Self.end(buffer) else {
      // Lambda's own heads have some hundred bytes, and at most the client context's 3,583.
      if buffer.count > 256 << 10 { throw .malformed("the head of the answer is too long") }
      return nil
    }
    let bytes = buffer.bytes
    guard end >= 13, bytes.starts(with: "HTTP/1.".utf8), bytes[8] == 0x20,
      bytes[9..<12].allSatisfy({ (0x30...0x39).contains($0) })
    else { throw .malformed("the answer is not HTTP/1.1") }
    status = bytes[9..<12].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    closes = bytes[7] == 0x30
    self.end = end
    try readFraming(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
  }

  /// Whether another head follows this one.
  var isInterim: Bool { (100..<200).contains(status) }

  /// Whether it cannot have a body.
  var isBodyless: Bool { status == 204 || status == 304 }

  private mutating func readFraming(_ head: UnsafeRawBufferPointer) throws(TransferError) {
    var isValid = true
    HeaderField.visit(head) { field in
      if field.isNamed("content-length") {
        contentLength = Int(field.text)
        isValid = isValid && contentLength.map { $0 >= 0 } ?? false
      } else if field.isNamed("transfer-encoding") {
        isChunked = field.text.lowercased().hasSuffix("chunked")
        isValid = isValid && isChunked
      } else if field.isNamed("connection") {
        closes = field.text.lowercased() == "close"
      }
    }
    guard isValid else { throw .malformed("the length of the answer is not clear") }
  }

  private static func end(_ buffer: ReceiveBuffer) -> Int? {
    var start = 0
    while let lineFeed = buffer.lineFeed(from: start) {
      let isBlank = lineFeed == start || (lineFeed == start + 1 && buffer.bytes[start] == 0x0D)
      if isBlank { return lineFeed + 1 }
      start = lineFeed + 1
    }
    return nil
  }
}

/// One header field, in the memory that it was received in.
package struct HeaderField {
  let name: UnsafeRawBufferPointer
  let value: UnsafeRawBufferPointer

  /// `wanted` in lower case.
  package func isNamed(_ wanted: StaticString) -> Bool {
    guard name.count == wanted.utf8CodeUnitCount else { return false }
    for index in 0..<name.count where Self.lower(name[index]) != wanted.utf8Start[index] { return false }
    return true
  }

  package var text: String { String(decoding: value, as: UTF8.self) }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  /// Visits the fields of a head in one pass.
  static func visit(_ head: UnsafeRawBufferPointer, _ use: (HeaderField) -> Void) {
    var start = 0
    while start < head.count {
      let line = head[start...]
      let end = line.firstIndex(of: 0x0A) ?? head.count
      if let colon = line[..<end].firstIndex(of: 0x3A) {
        use(
          HeaderField(
            name: UnsafeRawBufferPointer(rebasing: head[start..<colon]),
            value: trimmed(UnsafeRawBufferPointer(rebasing: head[(colon + 1)..<end]))))
      }
      start = end + 1
    }
  }

  private static func trimmed(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x09 }
    var start = 0
    var end = value.count
    while start < end, isSpace(value[start]) { start += 1 }
    while end > start, isSpace(value[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: value[start..<end])
  }
}
