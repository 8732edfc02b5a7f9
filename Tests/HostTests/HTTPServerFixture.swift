internal import HTTPServer
internal import Harness
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A server that answers `GET /path ? query | name=value;… | body` with what it understood. Requests to `/held`
/// wait until they are released; `/large` is answered with 8 MiB.
final class EchoServer {
  let server: HTTPServer
  private let held: HeldRequests

  init(
    maxBodyBytes: Int = 1 << 20, reach: Reach = .network(names: ["a", "example.com"]),
    _ change: (inout HTTPLimits) -> Void = { _ in }
  ) throws {
    var limits = HTTPLimits()
    change(&limits)
    let held = HeldRequests()
    self.held = held
    server = try HTTPServer.start(
      host: "127.0.0.1", port: 0, reach: reach, maxBodyBytes: maxBodyBytes,
      group: MultiThreadedEventLoopGroup.singleton,
      limits: limits
    ) { request, responder in
      switch request.path {
      case "/held": held.append(responder)
      case "/large": responder.send(HTTPReply(status: 200, body: [UInt8](repeating: 0x61, count: 8 << 20)))
      default: responder.send(Self.echo(request))
      }
    }
  }

  deinit { server.stop() }

  func connect() throws -> RawConnection { try RawConnection(port: server.port) }

  /// How many requests wait to be released.
  var heldCount: Int { held.count }

  /// Answers all requests that are held.
  func release() { held.release() }

  private static func echo(_ request: HTTPRequest) -> HTTPReply {
    let headers = request.headers.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
    let body = String(decoding: request.body, as: UTF8.self)
    let text = "\(request.method) \(request.path) ? \(request.query) | \(headers) | \(body)"
    return HTTPReply(status: 200, headers: [("content-type", "text/plain")], body: Array(text.utf8))
  }
}

private final class HeldRequests: Sendable {
  private let responders = Mutex<[Responder]>([])

  var count: Int { responders.withLock { $0.count } }

  func append(_ responder: Responder) { responders.withLock { $0.append(responder) } }

  func release() {
    let all = responders.withLock { responders in
      defer { responders = [] }
      return responders
    }
    for responder in all { responder.send(HTTPReply(status: 200, body: Array("released".utf8))) }
  }
}
