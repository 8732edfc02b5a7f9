package import NIOCore
internal import NIOHTTP1

/// One request and its answer. Reading waits for the peer to send, writing waits for it to take: memory stays flat
/// whatever the size. Belongs to one task.
package final class StreamingExchange {
  typealias Inbound = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
  /// Pieces of an answer that may be on their way to the peer. NIO's own writer takes all that is read until its event
  /// loop has come round to say that the peer is slower: on a busy machine, hundreds of megabytes.
  private static let window = 4

  package enum Failure: Error {
    /// The peer has gone in the middle of its body.
    case incomplete
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
  private(set) var keepAlive: Bool

  init(_ head: HTTPRequestHead, _ parts: RequestParts, _ channel: any Channel) {
    let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    request = StreamingRequest(
      method: head.method.rawValue, path: target.first.map(String.init) ?? "",
      query: target.count == 2 ? String(target[1]) : "",
      headers: head.headers.map { (name: $0.name, value: $0.value) },
      remoteAddress: channel.remoteAddress?.ipAddress ?? "")
    self.parts = parts
    self.channel = channel
    awaitsContinue = head.headers.first(name: "expect")?.lowercased() == "100-continue"
    keepAlive = head.isKeepAlive
  }

  /// The next piece of the body; nil at its end. The first call tells a client that waits for it to go on.
  package func read() async throws -> ByteBuffer? {
    if case .unread = body {
      body = .reading
      if awaitsContinue {
        try await send(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
      }
    }
    guard case .reading = body else { return nil }
    switch try await parts.next() {
    case .body(let buffer): return buffer
    case .end:
      body = .read
      return nil
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
    var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
    if status != 204, status != 304 { fields.replaceOrAdd(name: "content-length", value: String(length)) }
    if !keepAlive { fields.replaceOrAdd(name: "connection", value: "close") }
    isHeadSent = true
    try await send(
      .head(
        HTTPResponseHead(
          version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)))
  }

  package func write(_ bytes: ByteBuffer) async throws {
    try await send(.body(.byteBuffer(bytes)))
  }

  package func end() async throws {
    try await send(.end(nil))
    // The connection may be ended after the last one: by then the peer's side must have all.
    while !inFlight.isEmpty { try await inFlight.removeFirst().get() }
    isAnswered = true
  }

  /// Waits until the piece that is `window` pieces before this one has gone.
  private func send(_ part: HTTPServerResponsePart) async throws {
    if inFlight.count == Self.window { try await inFlight.removeFirst().get() }
    inFlight.append(channel.writeAndFlush(part))
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

  func next() async throws -> HTTPServerRequestPart? { try await iterator.next() }
}
