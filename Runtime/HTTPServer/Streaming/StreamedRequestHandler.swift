internal import NIOCore

/// Hands the parts of requests on. After the first that is refused it forgets what still comes. A head that is not there in
/// time ends the connection.
final class StreamedRequestHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = RequestPart

  private let headTime: TimeAmount
  private var parser: StreamedParser
  private var isRefused = false
  private var headDeadline: Scheduled<Void>?

  init(_ limits: HTTPLimits, _ reach: Reach) {
    headTime = limits.headTime
    parser = StreamedParser(limits, reach)
  }

  /// The first head has to begin at once.
  func channelActive(context: ChannelHandlerContext) {
    awaitHead(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    headDeadline?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused else { return }
    var buffer = unwrapInboundIn(data)
    parser.append(&buffer)
    do throws(Refusal) {
      while let part = try parser.next() {
        headDeadline?.cancel()
        headDeadline = nil
        context.fireChannelRead(wrapInboundOut(part))
      }
      if parser.isInHead { awaitHead(context) }
    } catch {
      isRefused = true
      context.fireChannelRead(wrapInboundOut(.refused(error)))
    }
  }

  private func awaitHead(_ context: ChannelHandlerContext) {
    guard headDeadline == nil else { return }
    let channel = context.channel
    headDeadline = context.eventLoop.scheduleTask(in: headTime) { channel.close(promise: nil) }
  }
}
