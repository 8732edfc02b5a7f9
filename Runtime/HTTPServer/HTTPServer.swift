package import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A small HTTP/1.1 server: whole requests in, whole answers out, closures on event loops.
///
/// Connections are kept alive, pipelined requests are answered in order, one at a time. The parser refuses
/// heads above 80 KiB (NIO's own limit).
package final class HTTPServer: Sendable {
  package let port: Int
  private let listener: any Channel
  private let settings: ConnectionSettings

  private init(_ listener: any Channel, port: Int, _ settings: ConnectionSettings) {
    self.listener = listener
    self.port = port
    self.settings = settings
  }

  /// Listens on `host`, on a port of the system's choice when `port` is 0. Blocks: not for event loops.
  ///
  /// `handler` is called on the loop of the connection and must not block. A body above `maxBodyBytes` is
  /// answered with `tooLarge`. `idleSeconds` ends a connection on which no request arrives; nil never does.
  package static func start(
    host: String, port: Int, maxBodyBytes: Int, group: any EventLoopGroup,
    tooLarge: HTTPReply = .json(413, #"{"message":"Request Entity Too Large"}"#), idleSeconds: Int? = 75,
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) throws -> HTTPServer {
    try bind(
      host: host, port: port, group: group,
      ConnectionSettings(
        maxBodyBytes: maxBodyBytes, tooLarge: tooLarge, idleSeconds: idleSeconds, handler: handler)
    ).wait()
  }

  /// `start` for event loops: connections are served by the loop that accepts them when `group` is one.
  package static func startOnEventLoop(
    host: String, port: Int, maxBodyBytes: Int, eventLoop: any EventLoop, idleSeconds: Int? = 75,
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) -> EventLoopFuture<HTTPServer> {
    bind(
      host: host, port: port, group: eventLoop,
      ConnectionSettings(
        maxBodyBytes: maxBodyBytes, tooLarge: HTTPReply(status: 413), idleSeconds: idleSeconds,
        handler: handler))
  }

  private static func bind(
    host: String, port: Int, group: any EventLoopGroup, _ settings: ConnectionSettings
  ) -> EventLoopFuture<HTTPServer> {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(ConnectionHandler(settings))
        }
      }
      .bind(host: host, port: port)
      .map { listener in HTTPServer(listener, port: listener.localAddress?.port ?? port, settings) }
  }

  /// Accepts no more connections and closes each one after its next answer. Requests in flight are answered.
  package func stop() {
    settings.isStopping.store(true, ordering: .relaxed)
    listener.close(promise: nil)
  }
}

/// What the connections of one server share.
final class ConnectionSettings: Sendable {
  let maxBodyBytes: Int
  let tooLarge: HTTPReply
  let idleSeconds: Int?
  let handler: @Sendable (HTTPRequest, Responder) -> Void
  let isStopping = Atomic(false)

  init(
    maxBodyBytes: Int, tooLarge: HTTPReply, idleSeconds: Int?,
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) {
    self.maxBodyBytes = maxBodyBytes
    self.tooLarge = tooLarge
    self.idleSeconds = idleSeconds
    self.handler = handler
  }
}
