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

  init(version6: Bool = false) throws {
    (listener, port) = try Listener.open(version6: version6)
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

  /// The whole of a body in chunks, and its trailers. `use` sees each chunk; none is kept.
  func readStream(_ use: ([UInt8]) -> Void) throws -> [String: String] {
    while let chunk = try connection.readChunk() { use(chunk) }
    var trailers: [String: String] = [:]
    while true {
      let line = try connection.readLine()
      guard let colon = line.firstRange(of: ": ") else { return trailers }
      trailers[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
    }
  }

  /// Answers with these very bytes.
  func answer(raw text: String) { connection.send(Array(text.utf8)) }

  /// Ends the connection without a word.
  func drop() { connection.end() }

  private func head(_ status: Int, _ headers: [String]) -> [UInt8] {
    Array(("HTTP/1.1 \(status) Status\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
  }
}
