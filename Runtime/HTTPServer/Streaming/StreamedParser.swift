internal import NIOCore

/// A piece of a request as it arrives.
enum RequestPart: Sendable {
  case head(RequestHead)
  case body(ByteBuffer)
  case end
  /// What came is no request; nothing follows.
  case refused(Refusal)
}

/// Cuts the bytes of a connection into requests whose bodies may be of any size, as strictly as `RequestParser` does.
struct StreamedParser {
  private enum Body {
    case length(left: Int)
    case chunked(ChunkedBody)
    case over
  }

  private let limits: HTTPLimits
  private var heads: HeadReader
  private var input = ByteBuffer()
  private var body: Body?

  init(_ limits: HTTPLimits, _ reach: Reach) {
    self.limits = limits
    heads = HeadReader(limits, reach)
  }

  /// Whether the next request's head has begun and is not whole.
  var isInHead: Bool { body == nil && input.readableBytes > 0 }

  mutating func append(_ buffer: inout ByteBuffer) {
    if input.readableBytes == 0 { input = buffer } else { input.writeBuffer(&buffer) }
  }

  /// The next part; nil when more is needed.
  mutating func next() throws(Refusal) -> RequestPart? {
    switch body {
    case nil:
      guard let head = try heads.next(&input) else { return nil }
      switch head.framing {
      case .length(let length): body = .length(left: length)
      case .chunked: body = .chunked(ChunkedBody(maxBytes: .max, maxLineBytes: limits.headBytes))
      }
      return .head(head)
    case .length(left: 0), .over:
      body = nil
      return .end
    case .length(let left):
      guard let piece = input.readSlice(length: min(left, input.readableBytes)), piece.readableBytes > 0
      else { return nil }
      body = .length(left: left - piece.readableBytes)
      return .body(piece)
    case .chunked(var chunks):
      var bytes: [UInt8] = []
      let isOver = try chunks.read(&input, into: &bytes)
      body = isOver ? .over : .chunked(chunks)
      if !bytes.isEmpty { return .body(ByteBuffer(bytes: bytes)) }
      return isOver ? try next() : nil
    }
  }
}
