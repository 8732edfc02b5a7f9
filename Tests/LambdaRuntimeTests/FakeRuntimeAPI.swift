internal import Core
internal import Glibc
internal import Harness

/// The Runtime API as a script: a test takes one call after the other and decides what becomes of each.
///
/// Over plain sockets, because no server would drop a connection or cut an answer on demand. Everything happens on
/// the test's own thread.
final class FakeRuntimeAPI {
  private let listener: Int32
  private var connections: [Connection] = []
  let port: Int

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    var actualSize = size
    let status = withUnsafeMutablePointer(to: &address) { [listener] pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) | listen(listener, 8) | getsockname(listener, $0, &actualSize)
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    guard status == 0 else { throw Timeout(description: "no port to listen on") }
  }

  deinit { close(listener) }

  var address: String { "127.0.0.1:\(port)" }

  /// How many connections were made that are still open.
  var openConnections: Int { connections.count { $0.isOpen } }

  /// The next call, on whichever connection it comes.
  func receive(within limit: Duration = .seconds(10)) throws -> Call {
    let deadline = Instant.now() + limit
    while Instant.now() < deadline {
      connections.removeAll { !$0.isOpen }
      for connection in connections {
        if let call = try connection.takeCall() { return call }
      }
      let watched = [listener] + connections.map(\.descriptor)
      var polled = watched.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      poll(&polled, nfds_t(polled.count), 100)
      if polled[0].revents != 0 { accept() }
      for (connection, state) in zip(connections, polled.dropFirst()) where state.revents != 0 {
        connection.readSome()
      }
    }
    throw Timeout(description: "no call of the function within \(limit)")
  }

  private func accept() {
    let descriptor = Glibc.accept(listener, nil, nil)
    guard descriptor >= 0 else { return }
    // A process that another test starts would keep the connection open.
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    connections.append(Connection(descriptor))
  }
}

/// One call of the function, waiting for its answer.
struct Call {
  let method: String
  /// Without the version and `/runtime`.
  let path: String
  let headers: [String: String]
  var body: [UInt8]
  let connection: Connection

  var json: JSON { get throws { try JSON(parsing: body) } }

  func answer(_ status: Int, headers: [String] = [], _ body: [UInt8] = []) {
    connection.send(head(status, headers + ["Content-Length: \(body.count)"]) + body)
  }

  /// Answers in chunks of `size` bytes.
  func answerInChunks(_ status: Int, headers: [String] = [], _ body: [UInt8], of size: Int) {
    connection.send(head(status, headers + ["Transfer-Encoding: chunked"]))
    for start in stride(from: 0, to: body.count, by: size) {
      let chunk = body[start..<min(start + size, body.count)]
      connection.send(Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8))
    }
    connection.send(Array("0\r\n\r\n".utf8))
  }

  /// Ends the connection without a word.
  func drop() { connection.end() }

  private func head(_ status: Int, _ headers: [String]) -> [UInt8] {
    Array(("HTTP/1.1 \(status) Status\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
  }
}
