package import NIOCore
internal import NIOPosix
internal import Synchronization

/// A small HTTP/1.1 server: whole requests in, whole answers out, closures on event loops.
///
/// Connections are kept alive, pipelined requests are answered in order, one at a time. Requests that two servers
/// could understand in two ways are refused.
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
  /// answered 413, a name or a page that `reach` does not take 403.
  package static func start(
    host: String, port: Int, reach: Reach, maxBodyBytes: Int, group: any EventLoopGroup,
    limits: HTTPLimits = HTTPLimits(),
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) throws -> HTTPServer {
    let settings = ConnectionSettings(
      limits, reach, maxBodyBytes: maxBodyBytes, isPublic: true, handler: handler)
    return try serve(.address(host, port), group: group, settings).wait()
  }

  /// `start` on a socket that listens already, be it another process's too: it stays when this server ends.
  package static func start(
    on socket: ListeningSocket, reach: Reach, maxBodyBytes: Int, group: any EventLoopGroup,
    limits: HTTPLimits = HTTPLimits(),
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) throws -> HTTPServer {
    let settings = ConnectionSettings(
      limits, reach, maxBodyBytes: maxBodyBytes, isPublic: true, handler: handler)
    return try serve(.socket(socket.duplicate()), group: group, settings).wait()
  }

  /// `start` for event loops and for programs of our own: connections are served by the loop that accepts them. Nil
  /// `idleSeconds` never ends a connection on which no request arrives. Trailers are kept. A connection whose other
  /// end `admits` does not take, or of which the kernel does not say whose it is, is closed.
  package static func startOnEventLoop(
    host: String, port: Int, maxBodyBytes: Int, eventLoop: any EventLoop, idleSeconds: Int? = 75,
    admits: (@Sendable (SocketOwner) -> Bool)? = nil,
    handler: @escaping @Sendable (HTTPRequest, Responder) -> Void
  ) -> EventLoopFuture<HTTPServer> {
    var limits = HTTPLimits()
    limits.idleTime = idleSeconds.map { .seconds(Int64($0)) }
    let settings = ConnectionSettings(
      limits, .programs, maxBodyBytes: maxBodyBytes, isPublic: false, handler: handler)
    return serve(.address(host, port), group: eventLoop, settings, admits)
  }

  private static func serve(
    _ place: ListeningPlace, group: any EventLoopGroup, _ settings: ConnectionSettings,
    _ admits: (@Sendable (SocketOwner) -> Bool)? = nil
  ) -> EventLoopFuture<HTTPServer> {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.allowRemoteHalfClosure, value: settings.isPublic)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let admits {
            let owner = SocketOwner(of: channel.remoteAddress, to: channel.localAddress)
            guard let owner, admits(owner) else { throw PeerRefused() }
          }
          try channel.pipeline.syncOperations.addHandler(ConnectionHandler(settings))
        }
      }
    return place.bind(bootstrap)
      .map { listener in HTTPServer(listener, port: listener.localAddress?.port ?? 0, settings) }
  }

  /// How many are open.
  package var connections: Int { settings.connections.load(ordering: .relaxed) }

  /// Bytes of bodies that are not whole yet.
  package var heldBodyBytes: Int { settings.heldBodyBytes.load(ordering: .relaxed) }

  /// How many requests came in whose answer is not out.
  package var requests: Int { settings.requests.load(ordering: .relaxed) }

  /// Accepts no more connections and closes each one after its next answer. Requests in flight are answered.
  package func stop() {
    settings.isStopping.store(true, ordering: .relaxed)
    listener.close(promise: nil)
  }
}

/// The connection of a peer that may not connect.
private struct PeerRefused: Error {}
