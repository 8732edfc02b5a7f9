package import NIOCore

/// One request and its answer. Reading waits for the peer to send, writing waits for it to take: memory stays flat
/// whatever the size. Belongs to one task.
package final class StreamingExchange {
  typealias Inbound = NIOAsyncChannelInboundStream<RequestPart>
  /// Pieces of an answer that may be on their way to the peer. NIO's own writer takes all that is read until its event
  /// loop has come round to say that the peer is slower: on a busy machine, hundreds of megabytes.
  private static let window = 4

  package enum Failure: Error {
    /// The peer has gone in the middle of its body.
    case incomplete
    /// The body is not what HTTP says a body is; the status that is the answer to that.
    case malformed(status: Int)
  }

  private enum Body {
    case unread, reading, read
  }

  package let request: StreamingRequest
  private let parts: RequestParts
  private let channel: any Channel
  private var inFlight: [EventLoopFuture<Void>] = []
  private let awaitsContinue: Bool
  private var body = Body.unread
  private(set) var isAnswered = false
  private var isHeadSent = false
  private let isHTTP10: Bool
  private(set) var keepAlive: Bool
  /// What comes after the answer is none of a request.
  private(set) var isBroken = false

  init(_ head: RequestHead, _ parts: RequestParts, _ channel: any Channel) {
    request = StreamingRequest(
      method: head.method, path: head.path, query: head.query, headers: head.fields.all,
      remoteAddress: channel.remoteAddress?.ipAddress ?? "")
    self.parts = parts
    self.channel = channel
    awaitsContinue = head.expectsContinue && !head.isHTTP10
    isHTTP10 = head.isHTTP10
    keepAlive = head.keepsAlive
  }

  /// The next piece of the body; nil at its end. The first call tells a client that waits for it to go on.
  package func read() async throws -> ByteBuffer? {
    if case .unread = body {
      body = .reading
      if awaitsContinue {
        try await send(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
      }
    }
    guard case .reading = body else { return nil }
    switch try await parts.next() {
    case .body(let buffer): return buffer
    case .end:
      body = .read
      return nil
    case .refused(let refusal):
      (keepAlive, isBroken) = (false, true)
      throw Failure.malformed(status: refusal.status)
    case .head, nil:
      keepAlive = false
      throw Failure.incomplete
    }
  }

  /// A whole body of at most `limit` bytes; nil when there is more.
  package func readAll(limit: Int) async throws -> [UInt8]? {
    var bytes: [UInt8] = []
    while let piece = try await read() {
      guard bytes.count + piece.readableBytes <= limit else { return nil }
      bytes += piece.readableBytesView
    }
    return bytes
  }

  /// A whole answer. For HEAD the body is left out, and only its length is told.
  package func answer(
    _ status: Int, headers: [(name: String, value: String)], body: [UInt8] = [], length: Int? = nil
  ) async throws {
    try await begin(status, headers: headers, length: length ?? body.count)
    if request.method != "HEAD", !body.isEmpty { try await write(ByteBuffer(bytes: body)) }
    try await end()
  }

  /// The head of an answer whose body has `length` bytes.
  package func begin(_ status: Int, headers: [(name: String, value: String)], length: Int) async throws {
    // What was not asked for with 100 may come or not: the connection cannot be read on.
    if awaitsContinue, case .unread = body { keepAlive = false }
    isHeadSent = true
    var buffer = channel.allocator.buffer(capacity: 1024)
    let connection: ReplyEncoder.Connection = keepAlive ? isHTTP10 ? .keepsAlive : .persists : .closes
    ReplyEncoder.writeHead(
      of: HTTPReply(status: status, headers: headers), connection, date: nil, length: length, into: &buffer)
    try await send(buffer)
  }

  package func write(_ bytes: ByteBuffer) async throws {
    try await send(bytes)
  }

  package func end() async throws {
    // The connection may be ended after the last one: by then the peer's side must have all.
    while !inFlight.isEmpty { try await inFlight.removeFirst().get() }
    isAnswered = true
  }

  /// Waits until the piece that is `window` pieces before this one has gone.
  private func send(_ bytes: ByteBuffer) async throws {
    if inFlight.count == Self.window { try await inFlight.removeFirst().get() }
    inFlight.append(channel.writeAndFlush(bytes))
  }

  /// Whether nothing of an answer has been sent.
  package var isFresh: Bool { !isHeadSent }

  /// Reads what is left of the body, at most `limit` bytes of it; false when the connection has to end.
  func discardRest(limit: Int) async throws -> Bool {
    guard isAnswered, keepAlive else { return false }
    var left = limit
    while let piece = try await read() {
      left -= piece.readableBytes
      if left < 0 { return false }
    }
    return true
  }
}

/// The parts of the requests of one connection, one after the other.
final class RequestParts {
  private var iterator: StreamingExchange.Inbound.AsyncIterator

  init(_ inbound: StreamingExchange.Inbound) { iterator = inbound.makeAsyncIterator() }

  func next() async throws -> RequestPart? { try await iterator.next() }
}
