internal import Core
internal import NIOCore
internal import NIOWebSocket

/// One open connection: frames in, messages out of them, and what the API sends to the client (RFC 6455). Lives on
/// the event loop.
///
/// Closing begins once, by either side: from then on the connection counts as gone, and only the answer to the
/// close frame is waited for.
final class WebSocketConnection: ChannelDuplexHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  let client: WebSocketClient
  private let api: WebSocketAPI
  private let limits: WebSocketLimits
  private let openedAt = NIODeadline.now()
  private(set) var lastActive = Instant.now()
  private var activeAt = NIODeadline.now()
  private var context: ChannelHandlerContext?
  private var assembly: MessageAssembly?
  /// Messages that no function has begun with.
  private var waiting: [String] = []
  private var inFlight = 0
  private var isReadHeld = false
  private var pendingBytes = 0
  private var closingSince: NIODeadline?

  init(_ client: WebSocketClient, of api: WebSocketAPI, _ limits: WebSocketLimits) {
    self.client = client
    self.api = api
    self.limits = limits
  }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelInactive(context: ChannelHandlerContext) {
    beginClosing(.vanished)
    api.ended(self)
    context.fireChannelInactive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ChannelEvent, event == .inputClosed { return context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? NIOWebSocketError else { return context.close(promise: nil) }
    switch error {
    case .invalidFrameLength: close(.tooLarge)
    case .fragmentedControlFrame, .multiByteControlFrameLength: close(.protocolError)
    }
  }

  // MARK: From the client

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    noteActivity()
    if closingSince != nil {
      // The answer to our close frame is the end; all else is too late.
      if frame.opcode == .connectionClose { context.close(promise: nil) }
      return
    }
    guard frame.maskKey != nil, !frame.rsv1, !frame.rsv2, !frame.rsv3 else { return close(.protocolError) }
    switch frame.opcode {
    case .text: receive(MessageAssembly(frame.unmaskedData), isNew: true, isLast: frame.fin)
    case .continuation:
      guard var message = assembly else { return close(.protocolError) }
      message.append(frame.unmaskedData)
      receive(message, isNew: false, isLast: frame.fin)
    // AWS's choice (https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html).
    case .binary: close(.binary)
    case .ping: write(.pong, frame.unmaskedData)
    case .pong: break
    case .connectionClose: answerClose(frame.unmaskedData, context)
    default: close(.protocolError)
    }
  }

  private func receive(_ message: MessageAssembly, isNew: Bool, isLast: Bool) {
    guard !isNew || assembly == nil else { return close(.protocolError) }
    guard message.count <= limits.messageBytes else { return close(.tooLarge) }
    guard isLast else {
      assembly = message
      return
    }
    assembly = nil
    guard let text = message.text else { return close(.invalidText) }
    waiting.append(text)
    deliver()
  }

  /// Hands messages over in their order, a few at a time.
  private func deliver() {
    while inFlight < limits.messagesInFlight, !waiting.isEmpty, closingSince == nil {
      inFlight += 1
      api.deliver(waiting.removeFirst(), from: self)
    }
  }

  /// A function is done with a message.
  func delivered() {
    inFlight -= 1
    deliver()
    guard isReadHeld, waiting.isEmpty else { return }
    isReadHeld = false
    context?.read()
  }

  /// While messages wait, the rest is left to the kernel, which holds the client back.
  func read(context: ChannelHandlerContext) {
    guard waiting.isEmpty || closingSince != nil else {
      isReadHeld = true
      return
    }
    context.read()
  }

  private func answerClose(_ data: ByteBuffer, _ context: ChannelHandlerContext) {
    guard let reason = Self.reason(data) else { return close(.protocolError) }
    guard let code = reason.code else { return close(.invalidText) }
    beginClosing(CloseReason(code, reason.text))
    var answer = context.channel.allocator.buffer(capacity: 2)
    if code != CloseReason.withoutStatus.code { answer.writeInteger(code) }
    let channel = context.channel
    write(.connectionClose, answer).whenComplete { _ in channel.close(promise: nil) }
  }

  /// nil for a malformed frame, no code for a text that is not UTF-8.
  private static func reason(_ data: ByteBuffer) -> (code: UInt16?, text: String)? {
    var data = data
    guard data.readableBytes > 0 else {
      return (CloseReason.withoutStatus.code, CloseReason.withoutStatus.text)
    }
    guard let code: UInt16 = data.readInteger(), CloseReason.isSendable(code) else { return nil }
    guard let text = String(validating: data.readableBytesView, as: UTF8.self) else { return (nil, "") }
    return (code, text)
  }

  // MARK: To the client

  /// Text where the bytes are UTF-8, else binary. False when the client reads too slowly, which ends it.
  func send(_ bytes: [UInt8]) -> Bool {
    guard let context, closingSince == nil else { return false }
    guard pendingBytes + bytes.count <= limits.outboundBytes else {
      beginClosing(.tooSlow)
      // A close frame would wait behind all the rest.
      context.close(promise: nil)
      return false
    }
    let isText = String(validating: bytes, as: UTF8.self) != nil
    pendingBytes += bytes.count
    let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
    write(isText ? .text : .binary, context.channel.allocator.buffer(bytes: bytes)).whenComplete { _ in
      connection.value.pendingBytes -= bytes.count
    }
    noteActivity()
    return true
  }

  /// Sends a close frame, and our end of the stream behind it.
  func close(_ reason: CloseReason) {
    guard let context, closingSince == nil else { return }
    beginClosing(reason)
    var data = context.channel.allocator.buffer(capacity: 2 + reason.text.utf8.count)
    data.writeInteger(reason.code)
    data.writeString(reason.text)
    let channel = context.channel
    write(.connectionClose, data).whenComplete { _ in channel.close(mode: .output, promise: nil) }
    // What was held back may be the answer.
    guard isReadHeld else { return }
    isReadHeld = false
    context.read()
  }

  @discardableResult
  private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> EventLoopFuture<Void> {
    guard let context else { return api.eventLoop.makeSucceededVoidFuture() }
    let written = context.eventLoop.makePromise(of: Void.self)
    let frame = WebSocketFrame(fin: true, opcode: opcode, data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: written)
    return written.futureResult
  }

  private func beginClosing(_ reason: CloseReason) {
    guard closingSince == nil else { return }
    closingSince = .now()
    assembly = nil
    waiting = []
    api.closing(self, reason)
  }

  // MARK: Time

  private func noteActivity() {
    activeAt = .now()
    lastActive = .now()
  }

  /// Called about once a second.
  func checkTime(_ now: NIODeadline) {
    if let closingSince {
      if now - closingSince >= TimeAmount(limits.closingTime) { context?.close(promise: nil) }
    } else if now - openedAt >= TimeAmount(limits.lifetime) || now - activeAt >= TimeAmount(limits.idleTime) {
      close(.goingAway)
    }
  }
}
