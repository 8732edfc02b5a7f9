internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One connection: collects a request, hands it over, writes its answer. NIO's pipeline handler in front holds
/// the next request back until then.
final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private enum Phase {
    /// For the head of a request.
    case waiting
    case receiving(HTTPRequestHead)
    case answering(isHead: Bool, keepAlive: Bool)
    /// The answer is out before the request was in: the rest is read and forgotten, then the connection ends.
    /// Closing at once would reset it and might take the answer from the peer.
    case refused
  }

  private static let patrolInterval = TimeAmount.seconds(5)
  /// How long a request may take to arrive, head and body together.
  private static let slowestRequestSeconds = 60
  /// How long a new connection may take to send its first head.
  private static let slowestFirstHeadSeconds = 10

  private let settings: ConnectionSettings
  private var context: ChannelHandlerContext?
  private var remoteAddress = ""
  private var phase = Phase.waiting
  private var body = ByteBuffer()
  /// Of the request that is being answered; requests are numbered from 1.
  private var number = 0
  /// Seconds in the present phase, counted by the patrol.
  private var seconds = 0

  init(_ settings: ConnectionSettings) { self.settings = settings }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    remoteAddress = context.remoteAddress?.ipAddress ?? ""
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.scheduleRepeatedTask(
      initialDelay: Self.patrolInterval, delay: Self.patrolInterval
    ) { task in
      if !connection.value.patrol() { task.cancel() }
    }
    context.fireChannelActive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  // MARK: Receiving

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (unwrapInboundIn(data), phase) {
    case (.head(let head), _): receive(head, context)
    case (.body(var part), .receiving(let head)):
      guard body.readableBytes + part.readableBytes <= settings.maxBodyBytes else {
        return refuse(head, context)
      }
      if body.readableBytes == 0 { body = part } else { body.writeBuffer(&part) }
    case (.end(let trailers), .receiving(let head)): handle(head, trailers, context)
    case (.end, .refused): context.close(promise: nil)
    case (.body, _), (.end, _): break
    }
  }

  private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    enter(.receiving(head))
    let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    if length > settings.maxBodyBytes { return refuse(head, context) }
    if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
    }
  }

  private func refuse(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    body = ByteBuffer()
    enter(.refused)
    write(settings.tooLarge, isHead: head.method == .HEAD, keepAlive: false, thenClose: false, context)
  }

  private func handle(_ head: HTTPRequestHead, _ trailers: HTTPHeaders?, _ context: ChannelHandlerContext) {
    let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var headers = head.headers.map { (name: $0.name, value: $0.value) }
    if let trailers { headers += trailers.map { (name: $0.name, value: $0.value) } }
    let request = HTTPRequest(
      method: head.method.rawValue, path: target.first.map(String.init) ?? "",
      query: target.count == 2 ? String(target[1]) : "", headers: headers,
      body: Array(body.readableBytesView), remoteAddress: remoteAddress)
    body = ByteBuffer()
    number += 1
    // The parser reads no further request after one that asks for another protocol.
    let keepAlive = head.isKeepAlive && !head.headers.contains(name: "upgrade")
    enter(.answering(isHead: head.method == .HEAD, keepAlive: keepAlive))
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    settings.handler(request, Responder(to: number, on: connection, eventLoop: context.eventLoop))
  }

  // MARK: Answering

  func isAwaiting(_ number: Int) -> Bool {
    guard case .answering = phase, let context else { return false }
    return number == self.number && context.channel.isActive
  }

  func answer(_ reply: HTTPReply, to number: Int) {
    guard case .answering(let isHead, let keepAlive) = phase, number == self.number, let context else {
      return
    }
    enter(.waiting)
    let staysOpen = keepAlive && !settings.isStopping.load(ordering: .relaxed)
    // The pipeline handler may pass the next request on inside this write: nothing comes after it here.
    write(reply, isHead: isHead, keepAlive: staysOpen, thenClose: !staysOpen, context)
  }

  func drop(_ number: Int) {
    guard isAwaiting(number) else { return }
    context?.close(promise: nil)
  }

  /// Answers 101 and leaves the connection to the handlers that `install` adds; false when the peer is gone.
  func upgrade(
    _ number: Int, headers: [(name: String, value: String)], install: (any Channel) throws -> Void
  ) -> Bool {
    guard isAwaiting(number), let context else { return false }
    let channel = context.channel
    let fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
    let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    do {
      try channel.pipeline.syncOperations.removeHTTPHandlers(and: self)
      try install(channel)
      return true
    } catch {
      channel.close(promise: nil)
      return false
    }
  }

  private func write(
    _ reply: HTTPReply, isHead: Bool, keepAlive: Bool, thenClose: Bool, _ context: ChannelHandlerContext
  ) {
    var headers = HTTPHeaders()
    headers.reserveCapacity(reply.headers.count + 2)
    for (name, value) in reply.headers { headers.add(name: name, value: value) }
    let mayHaveBody = reply.status >= 200 && reply.status != 204 && reply.status != 304
    if mayHaveBody { headers.replaceOrAdd(name: "content-length", value: String(reply.body.count)) }
    if !keepAlive { headers.replaceOrAdd(name: "connection", value: "close") }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if mayHaveBody, !isHead, !reply.body.isEmpty {
      let body = context.channel.allocator.buffer(bytes: reply.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }
    var written: EventLoopPromise<Void>?
    if thenClose {
      let channel = context.channel
      written = context.eventLoop.makePromise()
      written?.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
  }

  // MARK: Time

  private func enter(_ phase: Phase) {
    self.phase = phase
    seconds = 0
  }

  /// Ends a connection that takes too long; false once there is nothing left to watch. A clock per request
  /// would cost more than these few seconds of imprecision are worth.
  private func patrol() -> Bool {
    guard let context, context.channel.isActive else { return false }
    seconds += Int(Self.patrolInterval.nanoseconds / 1_000_000_000)
    let limit: Int? =
      switch phase {
      case .waiting: number == 0 ? Self.slowestFirstHeadSeconds : settings.idleSeconds
      case .receiving, .refused: Self.slowestRequestSeconds
      case .answering: nil
      }
    guard let limit, seconds >= limit else { return true }
    context.close(promise: nil)
    return false
  }
}
