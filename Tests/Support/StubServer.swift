package import HTTPServer
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A server on the loopback address that answers as a test tells it to.
package final class StubServer: Sendable {
  private let server: HTTPServer
  private let seen: Requests

  /// `answer` gives the reply to each request, or nil to close the connection without one.
  package init(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPReply?) throws {
    let seen = Requests()
    self.seen = seen
    server = try HTTPServer.start(
      host: "127.0.0.1", port: 0, reach: .network(names: []), maxBodyBytes: 16 << 20,
      group: MultiThreadedEventLoopGroup.singleton
    ) { request, responder in
      seen.append(request)
      guard let reply = answer(request) else { return responder.drop() }
      responder.send(reply)
    }
  }

  /// Answers everything with a share of the bytes of `reply`, 0…1, then closes the connection.
  package init(cutting reply: HTTPReply, to share: Double) throws {
    seen = Requests()
    server = try HTTPServer.start(
      host: "127.0.0.1", port: 0, reach: .network(names: []), maxBodyBytes: 16 << 20,
      group: MultiThreadedEventLoopGroup.singleton
    ) { _, responder in
      responder.cut(reply, to: share)
    }
  }

  deinit { server.stop() }

  package var url: String { "http://127.0.0.1:\(server.port)" }

  /// What was asked so far.
  package var requests: [HTTPRequest] { seen.all }

  /// Accepts nothing more.
  package func stop() { server.stop() }
}

private final class Requests: Sendable {
  private let requests = Mutex<[HTTPRequest]>([])

  var all: [HTTPRequest] { requests.withLock { $0 } }

  func append(_ request: HTTPRequest) { requests.withLock { $0.append(request) } }
}
