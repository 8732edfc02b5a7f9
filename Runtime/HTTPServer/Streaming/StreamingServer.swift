internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// An HTTP/1.1 server for bodies of any size: requests and answers stream, and files may be read and written where
/// they are handled. It has threads of its own, so that hashing and disks hold up nobody else.
package final class StreamingServer: Sendable {
  /// Of an unread body, read on for the sake of a kept connection.
  private static let largestDiscard = 16 << 20
  private static let largestPiece = 256 << 10

  package let port: Int
  private let listener: any Channel
  private let group: MultiThreadedEventLoopGroup
  private let executor: BlockingExecutor
  private let connections: Connections

  private init(
    _ listener: any Channel, _ group: MultiThreadedEventLoopGroup, _ executor: BlockingExecutor,
    _ connections: Connections
  ) {
    self.listener = listener
    self.group = group
    self.executor = executor
    self.connections = connections
    port = listener.localAddress?.port ?? 0
  }

  /// Listens at once, or goes on with a `socket` that listens already. `threads` is how many requests may block at the
  /// same time, `idleSeconds` how long a connection may be silent. Of the limits those of connections and of heads hold;
  /// a connection too many is closed. The handler must answer; what it throws ends the connection.
  package static func start(
    host: String, port: Int, on socket: ListeningSocket? = nil, reach: Reach, threads: Int = 16,
    idleSeconds: Int = 120, limits: HTTPLimits = HTTPLimits(),
    handler: @escaping @Sendable (StreamingExchange) async throws -> Void
  ) throws -> StreamingServer {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let executor = BlockingExecutor(threads: threads)
    let connections = Connections()
    do {
      let bootstrap = ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 256)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelOption(
          .recvAllocator,
          value: AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 16_384, maximum: largestPiece)
        )
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            guard connections.insert(channel, upTo: limits.connections) else {
              return channel.close(promise: nil)
            }
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(
              IdleStateHandler(allTimeout: .seconds(Int64(idleSeconds))), name: "idle")
            try pipeline.addHandler(IdleConnectionHandler())
            try pipeline.addHandler(StreamedRequestHandler(limits, reach))
            let connection = try NIOAsyncChannel<RequestPart, ByteBuffer>(
              wrappingChannelSynchronously: channel)
            Task(executorPreference: executor) { await serve(connection, handler) }
          }
        }
      let place = socket.map { ListeningPlace.socket($0.duplicate()) } ?? .address(host, port)
      let listener = try place.bind(bootstrap).wait()
      return StreamingServer(listener, group, executor, connections)
    } catch {
      try? group.syncShutdownGracefully()
      try? executor.stop()
      throw error
    }
  }

  /// Takes no more connections, ends those that are open, and waits for their tasks.
  package func stop() {
    try? listener.close().wait()
    connections.closeAll()
    try? group.syncShutdownGracefully()
    try? executor.stop()
  }

  private static func serve(
    _ connection: NIOAsyncChannel<RequestPart, ByteBuffer>,
    _ handler: @Sendable (StreamingExchange) async throws -> Void
  ) async {
    // An error here is a peer that has gone or a handler that gave up: either way the connection ends.
    try? await connection.executeThenClose { inbound, _ in
      let parts = RequestParts(inbound)
      while let part = try await parts.next() {
        switch part {
        case .head(let head):
          let exchange = StreamingExchange(head, parts, connection.channel)
          try await handler(exchange)
          let goesOn = try? await exchange.discardRest(limit: largestDiscard)
          guard !exchange.isBroken else { return try await linger(connection.channel, parts) }
          guard goesOn == true else { return }
        case .refused(let refusal):
          var buffer = connection.channel.allocator.buffer(capacity: 512)
          ReplyEncoder.writeHead(of: refusal.reply, .closes, date: nil, into: &buffer)
          buffer.writeBytes(refusal.reply.body)
          try await connection.channel.writeAndFlush(buffer).get()
          return try await linger(connection.channel, parts)
        case .body, .end: return
        }
      }
    }
  }

  /// Ends our direction and waits for the peer to end the other one: what it still sends would otherwise make the kernel
  /// take back the answer. Nobody waits longer than a connection may be silent.
  private static func linger(_ channel: any Channel, _ parts: RequestParts) async throws {
    try await channel.close(mode: .output)
    while try await parts.next() != nil {}
  }
}

/// Ends a connection on which nothing moves.
private final class IdleConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent {
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }
}

/// The open connections of a server.
private final class Connections: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  /// False when there are so many already.
  func insert(_ channel: any Channel, upTo limit: Int) -> Bool {
    let id = ObjectIdentifier(channel)
    let isTaken = channels.withLock { channels in
      guard channels.count < limit else { return false }
      channels[id] = channel
      return true
    }
    guard isTaken else { return false }
    channel.closeFuture.whenComplete { _ in
      self.channels.withLock { _ = $0.removeValue(forKey: id) }
    }
    return true
  }

  func closeAll() {
    for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
  }
}
