internal import NIOCore

/// Cuts the output of a process into lines.
///
/// A process that writes without end is read no faster than `bytesPerTick` allows: the pipe fills up and holds
/// it back, while the event loop has time for the others.
final class OutputReader: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private static let maxLineBytes = 256 << 10
  private static let tick = TimeAmount.milliseconds(100)
  private static let bytesPerTick = 512 << 10

  private let onLine: ([UInt8]) -> Void
  private var line: [UInt8] = []
  private var bytesInTick = 0

  init(_ onLine: @escaping ([UInt8]) -> Void) { self.onLine = onLine }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let buffer = unwrapInboundIn(data)
    if bytesInTick == 0 { scheduleTick(context) }
    bytesInTick += buffer.readableBytes
    if bytesInTick > Self.bytesPerTick { setReading(false, context.channel) }
    var rest = buffer.readableBytesView[...]
    while let end = rest.firstIndex(of: 0x0A) {
      line += rest[..<end]
      finishLine()
      rest = rest[(end + 1)...]
    }
    line += rest
    if line.count > Self.maxLineBytes { finishLine() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    finishLine()
    context.fireChannelInactive()
  }

  private func finishLine() {
    if line.last == 0x0D { line.removeLast() }
    if !line.isEmpty { onLine(line) }
    line.removeAll(keepingCapacity: true)
  }

  private func scheduleTick(_ context: ChannelHandlerContext) {
    let reader = NIOLoopBound(self, eventLoop: context.eventLoop)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: Self.tick) {
      let reader = reader.value
      if reader.bytesInTick > Self.bytesPerTick { reader.setReading(true, channel) }
      reader.bytesInTick = 0
    }
  }

  private func setReading(_ isReading: Bool, _ channel: any Channel) {
    channel.setOption(.autoRead, value: isReading).whenFailure { _ in }
  }
}
