/// Joins the chunks of a body in the buffer that they arrive in (RFC 9112 §7.1). Trailers are passed over.
struct ChunkedDecoder {
  private enum State { case size, data, dataEnd, trailers }
  private var state = State.size
  /// How much of the present chunk has not come yet.
  private(set) var remaining = 0
  /// The next byte to look at.
  private var next: Int
  /// Where the joined body ends.
  private(set) var bodyEnd: Int

  /// `start` is the offset of the body in the buffer.
  init(from start: Int) {
    next = start
    bodyEnd = start
  }

  /// Takes what has arrived. True when the body is complete.
  mutating func decode(_ buffer: ReceiveBuffer) throws(TransferError) -> Bool {
    while true {
      switch state {
      case .data:
        takeData(buffer)
        guard remaining == 0 else { return moreIsNeeded(buffer) }
        state = .dataEnd
      case .size, .dataEnd, .trailers:
        guard let line = try takeLine(buffer) else { return moreIsNeeded(buffer) }
        if try isLast(line) { return true }
      }
    }
  }

  /// Whether `next` is behind the last byte that has arrived.
  func hasSurplus(_ buffer: ReceiveBuffer) -> Bool { next < buffer.count }

  private mutating func isLast(_ line: UnsafeRawBufferPointer) throws(TransferError) -> Bool {
    switch state {
    case .size:
      remaining = try Self.size(line)
      state = remaining == 0 ? .trailers : .data
    case .dataEnd:
      guard line.isEmpty else { throw .malformed("a chunk of the answer does not end where it should") }
      state = .size
    case .trailers: return line.isEmpty
    case .data: break
    }
    return false
  }

  private mutating func takeData(_ buffer: ReceiveBuffer) {
    let count = min(remaining, buffer.count - next)
    buffer.move(next..<(next + count), to: bodyEnd)
    next += count
    bodyEnd += count
    remaining -= count
  }

  /// A line without its end; nil when it is not complete.
  private mutating func takeLine(_ buffer: ReceiveBuffer) throws(TransferError) -> UnsafeRawBufferPointer? {
    guard let lineFeed = buffer.lineFeed(from: next) else {
      if buffer.count - next > 16 << 10 { throw .malformed("a line of the answer is too long") }
      return nil
    }
    var end = lineFeed
    if end > next && buffer.bytes[end - 1] == 0x0D { end -= 1 }
    defer { next = lineFeed + 1 }
    return UnsafeRawBufferPointer(rebasing: buffer.bytes[next..<end])
  }

  /// Moves what is not decoded behind the body, so that framing does not pile up.
  private mutating func moreIsNeeded(_ buffer: ReceiveBuffer) -> Bool {
    buffer.move(next..<buffer.count, to: bodyEnd)
    buffer.count -= next - bodyEnd
    next = bodyEnd
    return false
  }

  /// The hexadecimal number before any extension.
  private static func size(_ line: UnsafeRawBufferPointer) throws(TransferError) -> Int {
    let digits = line.prefix { $0 != 0x3B && $0 != 0x20 && $0 != 0x09 }
    guard (1...8).contains(digits.count),
      let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0
    else { throw .malformed("a chunk of the answer has no length") }
    return size
  }
}
