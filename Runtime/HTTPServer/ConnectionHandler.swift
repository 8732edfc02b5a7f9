internal import NIOCore
internal import Synchronization

/// One connection: collects a request, hands it over, writes its answer, and only then looks at the next. Lives on
/// its event loop.
final class ConnectionHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Phase {
    case receiving
    case answering(isHead: Bool, keepsAlive: Bool, isHTTP10: Bool)
    /// The last answer is out. What still comes is forgotten, since closing at once would reset the connection and
    /// might take the answer from the peer.
    case lingering
    /// The connection speaks another protocol now; this handler passes everything on.
    case upgraded
  }

  /// Of pipelined requests; more is left to the kernel until the answer before them is out.
  private static let maxBufferedBytes = 64 << 10
  private static let lingerTime = TimeAmount.seconds(10)

  let settings: ConnectionSettings
  var context: ChannelHandlerContext?
  var phase = Phase.receiving
  var parser: RequestParser
  var date = DateField()
  /// Of the request that is being answered; requests are numbered from 1.
  var number = 0
  /// Since when the parser or the phase is where it is.
  var since = NIODeadline.now()
  /// Within a read: answers are sent together at its end.
  private(set) var isReading = false
  private var isAdvancing = false
  private var isReadHeld = false
  private(set) var isInputEnded = false
  var isOutputEnded = false
  private var remoteAddress = ""
  /// Of the other end; nil when it is not on this machine. The kernel is asked when somebody wants to know, once.
  private(set) lazy var owner = SocketOwner(of: context?.remoteAddress, to: context?.localAddress)
  private var isCounted = false
  private var heldBodyBytes = 0
  /// How much of the body was there when its rate was last looked at.
  private var bodyMark = (bytes: 0, time: NIODeadline.now())
  private var stalledBytes = 0
  private var stalledSince: NIODeadline?

  init(_ settings: ConnectionSettings) {
    self.settings = settings
    parser = RequestParser(
      settings.limits, settings.reach, maxBodyBytes: settings.maxBodyBytes,
      keepsTrailers: !settings.isPublic)
  }

  // MARK: Life

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelActive(context: ChannelHandlerContext) {
    remoteAddress = context.remoteAddress?.ipAddress ?? ""
    let count = settings.connections.add(1, ordering: .relaxed).newValue
    startPatrol(context)
    if count > settings.limits.connections {
      isInputEnded = true
      finish(with: .json(503, #"{"message":"Service Unavailable"}"#), context)
    }
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    settings.connections.subtract(1, ordering: .relaxed)
    release()
    hold(0)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if case .upgraded = phase { return context.fireErrorCaught(error) }
    context.close(promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case ChannelEvent.inputClosed = event else { return context.fireUserInboundEventTriggered(event) }
    isInputEnded = true
    switch phase {
    // The peer has asked and waits.
    case .answering: break
    // Closing now would throw away what is not written yet.
    case .lingering where !isOutputEnded: break
    // Whole requests may still wait for their turn.
    case .receiving: advance()
    case .lingering, .upgraded: context.close(promise: nil)
    }
  }

  // MARK: Receiving

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch phase {
    case .upgraded: context.fireChannelRead(data)
    case .lingering: break
    case .receiving, .answering:
      isReading = true
      var buffer = unwrapInboundIn(data)
      if case .receiving = phase, parser.stage == .idle { since = .now() }
      parser.append(&buffer)
      advance()
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if isReading {
      isReading = false
      context.flush()
    }
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if case .answering = phase, parser.buffered > Self.maxBufferedBytes {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { advance() }
    context.fireChannelWritabilityChanged()
  }

  /// Hands requests over, one after the other, as far as they are there and answered. Not from within itself: a
  /// handler may answer at once, and many pipelined requests would pile up on the stack.
  func advance() {
    guard !isAdvancing, let context else { return }
    isAdvancing = true
    defer { isAdvancing = false }
    while case .receiving = phase, context.channel.isWritable {
      do throws(Refusal) {
        let stage = parser.stage
        guard let request = try parser.next() else {
          if isInputEnded { return endAfterWrites() }
          if stage != .body, parser.stage == .body {
            since = .now()
            bodyMark = (0, since)
          }
          break
        }
        handle(request, context)
      } catch {
        finish(with: error.reply, context)
      }
    }
    holdBody(context)
    if case .receiving = phase, parser.awaitsContinue { sendContinue(context) }
    if isReadHeld, parser.buffered <= Self.maxBufferedBytes {
      isReadHeld = false
      context.read()
    }
  }

  /// Counts what is held of a body that is not whole. Above the limit of all connections, one that holds more than a
  /// small request's is refused.
  private func holdBody(_ context: ChannelHandlerContext) {
    guard case .receiving = phase, parser.stage == .body else {
      hold(0)
      return
    }
    let total = hold(parser.receivedBodyBytes)
    guard total > settings.limits.heldBodyBytes, heldBodyBytes > Self.maxBufferedBytes else { return }
    hold(0)
    parser = RequestParser(settings.limits, settings.reach, maxBodyBytes: 0, keepsTrailers: false)
    isInputEnded = true
    finish(with: .json(503, #"{"message":"Service Unavailable"}"#), context)
  }

  /// Returns what all connections hold. Most requests come whole, and write nothing that other threads read.
  @discardableResult private func hold(_ bytes: Int) -> Int {
    let change = bytes - heldBodyBytes
    guard change != 0 else { return settings.heldBodyBytes.load(ordering: .relaxed) }
    heldBodyBytes = bytes
    return settings.heldBodyBytes.add(change, ordering: .relaxed).newValue
  }

  private func handle(_ incoming: IncomingRequest, _ context: ChannelHandlerContext) {
    number += 1
    isCounted = true
    settings.requests.add(1, ordering: .relaxed)
    let head = incoming.head
    phase = .answering(isHead: head.method == "HEAD", keepsAlive: head.keepsAlive, isHTTP10: head.isHTTP10)
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    settings.handler(
      HTTPRequest(incoming, from: remoteAddress),
      Responder(to: number, on: connection, eventLoop: context.eventLoop))
  }

  /// The answer is out, or cannot be.
  func release() {
    guard isCounted else { return }
    isCounted = false
    settings.requests.subtract(1, ordering: .relaxed)
  }

  // MARK: Time

  private func startPatrol(_ context: ChannelHandlerContext) {
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    let interval = settings.limits.patrolInterval
    context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { task in
      if !connection.value.patrol(.now()) { task.cancel() }
    }
  }

  /// Ends a connection that takes too long; false once there is nothing left to watch. A clock per request would
  /// cost more than the few seconds of imprecision are worth.
  private func patrol(_ now: NIODeadline) -> Bool {
    guard let context, context.channel.isActive else { return false }
    if case .upgraded = phase { return false }
    guard isTooSlow(now) || isStalled(now, context) else { return true }
    context.close(promise: nil)
    return false
  }

  private func isTooSlow(_ now: NIODeadline) -> Bool {
    let limits = settings.limits
    let time = now - since
    switch phase {
    case .answering, .upgraded: return false
    case .lingering: return isOutputEnded && time > Self.lingerTime
    case .receiving:
      switch parser.stage {
      case .idle where number == 0: return time > limits.headTime
      case .idle: return limits.idleTime.map { time > $0 } ?? false
      case .head: return time > limits.headTime
      case .body: return isBodyTooSlow(now)
      }
    }
  }

  private func isBodyTooSlow(_ now: NIODeadline) -> Bool {
    let limits = settings.limits
    let bytes = parser.receivedBodyBytes
    let counted = (now - bodyMark.time - limits.bodyGrace).nanoseconds
    guard counted > 0 else { return false }
    if bytes - bodyMark.bytes < limits.bodyBytesPerSecond * Int(counted) / 1_000_000_000 { return true }
    if counted >= limits.bodyGrace.nanoseconds { bodyMark = (bytes, now) }
    return false
  }

  /// Whether the peer has read nothing for too long of what was written for it.
  private func isStalled(_ now: NIODeadline, _ context: ChannelHandlerContext) -> Bool {
    let bytes = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    defer { stalledBytes = bytes }
    guard bytes > 0, bytes == stalledBytes, let since = stalledSince else {
      stalledSince = bytes > 0 ? now : nil
      return false
    }
    return now - since > settings.limits.stalledWriteTime
  }
}
