internal import NIOCore

/// A request with all that belongs to it.
struct IncomingRequest {
  let head: RequestHead
  let body: [UInt8]
  let trailers: [(name: String, value: String)]
}

/// Cuts the bytes of a connection into requests. However the bytes are cut on their way, the result is the same.
struct RequestParser {
  enum Stage {
    /// Between two requests.
    case idle
    case head
    case body
  }

  private enum Body {
    case length(RequestHead, left: Int)
    case chunked(RequestHead, ChunkedBody)
  }

  private let limits: HTTPLimits
  private let maxBodyBytes: Int
  private let keepsTrailers: Bool
  private var heads: HeadReader
  private var input = ByteBuffer()
  private var body: Body?
  private var received: [UInt8] = []

  init(_ limits: HTTPLimits, _ reach: Reach, maxBodyBytes: Int, keepsTrailers: Bool) {
    self.limits = limits
    self.maxBodyBytes = maxBodyBytes
    self.keepsTrailers = keepsTrailers
    heads = HeadReader(limits, reach)
  }

  var stage: Stage { body != nil ? .body : input.readableBytes > 0 ? .head : .idle }
  /// Bytes that wait for being looked at.
  var buffered: Int { input.readableBytes }
  /// Bytes of the body so far.
  var receivedBodyBytes: Int { received.count }
  /// What came behind the last request.
  var rest: ByteBuffer { input }

  /// Whether the peer waits for `100 Continue` before it sends a body.
  var awaitsContinue: Bool {
    guard received.isEmpty, input.readableBytes == 0 else { return false }
    switch body {
    case .length(let head, _), .chunked(let head, _): return head.expectsContinue && !head.isHTTP10
    case nil: return false
    }
  }

  mutating func append(_ buffer: inout ByteBuffer) {
    if input.readableBytes == 0 { input = buffer } else { input.writeBuffer(&buffer) }
  }

  /// The next whole request; nil when more is needed.
  mutating func next() throws(Refusal) -> IncomingRequest? {
    if body == nil {
      guard let head = try heads.next(&input) else { return nil }
      body = try start(head)
    }
    switch body {
    case .length(let head, let left): return try readLength(head, left)
    case .chunked(let head, let chunks): return try readChunks(head, chunks)
    case nil: return nil
    }
  }

  private func start(_ head: RequestHead) throws(Refusal) -> Body {
    switch head.framing {
    case .chunked: return .chunked(head, ChunkedBody(maxBytes: maxBodyBytes, maxLineBytes: limits.headBytes))
    case .length(let length):
      guard length <= maxBodyBytes else { throw .tooLarge }
      return .length(head, left: length)
    }
  }

  private mutating func readLength(_ head: RequestHead, _ left: Int) throws(Refusal) -> IncomingRequest? {
    let count = min(left, input.readableBytes)
    if received.isEmpty, left > count { received.reserveCapacity(min(left, 1 << 20)) }
    if count > 0 {
      input.readWithUnsafeReadableBytes { raw in
        received.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[..<count]))
        return count
      }
    }
    guard left == count else {
      body = .length(head, left: left - count)
      return nil
    }
    return finish(head, [])
  }

  private mutating func readChunks(
    _ head: RequestHead, _ chunks: ChunkedBody
  ) throws(Refusal) -> IncomingRequest? {
    var chunks = chunks
    guard try chunks.read(&input, into: &received) else {
      body = .chunked(head, chunks)
      return nil
    }
    return finish(head, keepsTrailers ? chunks.trailers : [])
  }

  private mutating func finish(
    _ head: RequestHead, _ trailers: [(name: String, value: String)]
  ) -> IncomingRequest {
    defer {
      received = []
      body = nil
      // An empty buffer may hold a large one's memory.
      if input.readableBytes == 0 { input = ByteBuffer() }
    }
    return IncomingRequest(head: head, body: received, trailers: trailers)
  }
}
