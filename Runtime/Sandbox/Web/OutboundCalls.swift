internal import HTTPServer
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Why a call to somebody else's server has no answer.
enum OutboundError: Error {
  /// Only `http://host[:port]/…` is called.
  case unsupportedAddress(String)
  case closedWithoutAnswer
  case tooSlow
  case tooLarge
}

/// Calls from the sandbox to others: to fetch media from their public address, and to deliver webhooks.
/// One connection per call; redirects are not followed, as the platforms do not follow them.
struct OutboundCalls {
  let eventLoop: any EventLoop
  /// Larger answers are given up, in bytes.
  private let largestAnswer = 16 << 20

  init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

  /// Whether an address leads to this machine: to no other is a call made that somebody else asks for.
  static func isOnThisMachine(_ url: String) -> Bool { Address(url) != nil && Reach.isLoopback(url) }

  /// What is at an address that whoever calls the sandbox has named; nil when it is elsewhere, where the sandbox asks for
  /// nothing on anybody's behalf. Of what is there only the name is known.
  func fetch(_ url: String) -> EventLoopFuture<HTTPReply>? {
    Self.isOnThisMachine(url) ? send(.GET, url, headers: [], body: []) : nil
  }

  /// From an address of our own settings, as is that of `post`.
  func get(_ url: String) -> EventLoopFuture<HTTPReply> { send(.GET, url, headers: [], body: []) }

  func post(_ url: String, headers: [(name: String, value: String)], body: [UInt8])
    -> EventLoopFuture<HTTPReply>
  {
    send(.POST, url, headers: headers, body: body)
  }

  private func send(
    _ method: HTTPMethod, _ url: String, headers: [(name: String, value: String)], body: [UInt8]
  ) -> EventLoopFuture<HTTPReply> {
    guard let address = Address(url) else {
      return eventLoop.makeFailedFuture(OutboundError.unsupportedAddress(url))
    }
    let answer = eventLoop.makePromise(of: HTTPReply.self)
    var head = HTTPRequestHead(version: .http1_1, method: method, uri: address.target)
    head.headers.add(name: "host", value: "\(address.host):\(address.port)")
    head.headers.add(name: "content-length", value: String(body.count))
    head.headers.add(name: "connection", value: "close")
    // Somebody else gave the address, and the sandbox runs as who may ask host and sandbox for everything: what is for
    // programs of this machine does not answer a request that says it comes from elsewhere.
    head.headers.add(name: "sec-fetch-site", value: "cross-site")
    for (name, value) in headers { head.headers.add(name: name, value: value) }
    let request = OutboundRequest(head: head, body: body)
    ClientBootstrap(group: eventLoop).connectTimeout(.seconds(5))
      .channelInitializer { [largestAnswer] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(
            AnswerCollector(request, answer, limit: largestAnswer))
        }
      }
      .connect(host: address.host, port: address.port).cascadeFailure(to: answer)
    return answer.futureResult
  }
}

private struct Address {
  let host: String
  let port: Int
  let target: String

  init?(_ url: String) {
    guard url.hasPrefix("http://") else { return nil }
    let rest = url.dropFirst(7)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
    guard let port = parts.count == 2 ? UInt16(parts[1]) : 80 else { return nil }
    let path = rest[authority.endIndex...].prefix { $0 != "#" }
    // Spaces and control characters would break out of the request line.
    guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    self.host = String(host)
    self.port = Int(port)
    target = path.hasPrefix("/") ? String(path) : "/" + path
  }
}

private struct OutboundRequest: Sendable {
  let head: HTTPRequestHead
  let body: [UInt8]
}

/// Sends one request when connected and gathers the answer.
private final class AnswerCollector: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private let request: OutboundRequest
  private let answer: EventLoopPromise<HTTPReply>
  private let limit: Int
  private var head: HTTPResponseHead?
  private var body: [UInt8] = []
  private var timer: Scheduled<Void>?

  init(_ request: OutboundRequest, _ answer: EventLoopPromise<HTTPReply>, limit: Int) {
    self.request = request
    self.answer = answer
    self.limit = limit
  }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    let answer = answer
    // The platforms give a webhook receiver and a media server about ten seconds.
    timer = context.eventLoop.scheduleTask(in: .seconds(10)) {
      answer.fail(OutboundError.tooSlow)
      channel.close(promise: nil)
    }
    context.write(wrapOutboundOut(.head(request.head)), promise: nil)
    if !request.body.isEmpty {
      let buffer = context.channel.allocator.buffer(bytes: request.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body(let buffer):
      body.append(contentsOf: buffer.readableBytesView)
      if body.count > limit { finish(context, .failure(OutboundError.tooLarge)) }
    case .end:
      guard let head else { return }
      let headers = head.headers.map { (name: $0.name, value: $0.value) }
      finish(context, .success(HTTPReply(status: Int(head.status.code), headers: headers, body: body)))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finish(context, .failure(OutboundError.closedWithoutAnswer))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    finish(context, .failure(error))
  }

  /// Only the first outcome counts; a promise keeps its first result.
  private func finish(_ context: ChannelHandlerContext, _ outcome: Result<HTTPReply, any Error>) {
    timer?.cancel()
    answer.completeWith(outcome)
    context.close(promise: nil)
  }
}
