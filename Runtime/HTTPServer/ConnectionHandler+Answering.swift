internal import NIOCore
internal import Synchronization

extension ConnectionHandler {
  func isAwaiting(_ number: Int) -> Bool {
    guard case .answering = phase, let context else { return false }
    return number == self.number && context.channel.isActive
  }

  func answer(_ reply: HTTPReply, to number: Int) {
    guard case .answering(let isHead, let keepsAlive, let isHTTP10) = phase, number == self.number,
      let context
    else { return }
    let isLast = isInputEnded && parser.buffered == 0
    guard keepsAlive, !isLast, !settings.isStopping.load(ordering: .relaxed) else {
      return finish(with: reply, isHead: isHead, context)
    }
    phase = .receiving
    since = .now()
    release()
    write(reply, isHead: isHead, isHTTP10 ? .keepsAlive : .persists, context)
    if !isReading { context.flush() }
    if parser.buffered > 0 { advance() }
  }

  func drop(_ number: Int) {
    guard isAwaiting(number) else { return }
    context?.close(promise: nil)
  }

  func cut(_ reply: HTTPReply, to share: Double, _ number: Int) {
    guard isAwaiting(number), let context else { return }
    context.write(wrapOutboundOut(part(share, of: reply, context)), promise: nil)
    endAfterWrites()
  }

  /// The connection stays open until the peer has had enough.
  func stall(_ reply: HTTPReply, at share: Double, _ number: Int) {
    guard isAwaiting(number), let context else { return }
    context.writeAndFlush(wrapOutboundOut(part(share, of: reply, context)), promise: nil)
  }

  /// Head and body are cut as one, so that the end is in either.
  private func part(_ share: Double, of reply: HTTPReply, _ context: ChannelHandlerContext) -> ByteBuffer {
    var buffer = context.channel.allocator.buffer(capacity: 512 + reply.body.count)
    ReplyEncoder.writeHead(of: reply, .persists, date: nil, into: &buffer)
    if ReplyEncoder.hasBody(reply.status) { buffer.writeBytes(reply.body) }
    let length = Int(Double(buffer.readableBytes) * share)
    return buffer.readSlice(length: length) ?? buffer
  }

  /// Answers 101 and leaves the connection to the handlers that `install` adds; false when the peer is gone.
  func upgrade(
    _ number: Int, headers: [(name: String, value: String)], install: (any Channel) throws -> Void
  ) -> Bool {
    guard isAwaiting(number), let context else { return false }
    var buffer = context.channel.allocator.buffer(capacity: 256)
    ReplyEncoder.writeHead(of: HTTPReply(status: 101, headers: headers), .persists, date: nil, into: &buffer)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    phase = .upgraded
    release()
    do {
      try install(context.channel)
    } catch {
      context.close(promise: nil)
      return false
    }
    let rest = parser.rest
    parser = RequestParser(settings.limits, settings.reach, maxBodyBytes: 0, keepsTrailers: false)
    if rest.readableBytes > 0 {
      context.fireChannelRead(wrapInboundOut(rest))
      context.fireChannelReadComplete()
    }
    return true
  }

  func sendContinue(_ context: ChannelHandlerContext) {
    var buffer = context.channel.allocator.buffer(capacity: 32)
    buffer.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
  }

  /// Writes the last answer of the connection, then ends it: our direction first.
  func finish(with reply: HTTPReply, isHead: Bool = false, _ context: ChannelHandlerContext) {
    phase = .lingering
    write(reply, isHead: isHead, .closes, context)
    endAfterWrites()
  }

  /// Ends our direction of the connection when all is written.
  func endAfterWrites() {
    guard let context else { return }
    phase = .lingering
    let written = context.eventLoop.makePromise(of: Void.self)
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    written.futureResult.whenComplete { _ in connection.value.closeOutput() }
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
  }

  private func closeOutput() {
    release()
    isOutputEnded = true
    since = .now()
    guard let context else { return }
    // Without half-open connections the peer's end of it would not be seen apart.
    context.close(mode: isInputEnded || !settings.isPublic ? .all : .output, promise: nil)
  }

  private func write(
    _ reply: HTTPReply, isHead: Bool, _ connection: ReplyEncoder.Connection, _ context: ChannelHandlerContext
  ) {
    let hasBody = ReplyEncoder.hasBody(reply.status) && !isHead && !reply.body.isEmpty
    let isInline = hasBody && reply.body.count <= ReplyEncoder.largestInline
    var buffer = context.channel.allocator.buffer(capacity: 512 + (isInline ? reply.body.count : 0))
    ReplyEncoder.writeHead(of: reply, connection, date: settings.isPublic ? date.now() : nil, into: &buffer)
    if isInline { buffer.writeBytes(reply.body) }
    guard hasBody, !isInline else { return context.write(wrapOutboundOut(buffer), promise: nil) }
    context.write(wrapOutboundOut(buffer), promise: nil)
    context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: reply.body)), promise: nil)
  }
}
