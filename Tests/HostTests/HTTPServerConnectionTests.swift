internal import HTTPServer
internal import Harness
internal import NIOCore
internal import Testing

@Suite("The HTTP server keeps connections as long as they are worth it") struct HTTPServerConnectionTests {
  private static let get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
  private static let held = "GET /held HTTP/1.1\r\nHost: a\r\n\r\n"

  private func waitForHeld(_ count: Int, _ server: EchoServer) throws {
    _ = try wait(for: "\(count) held requests", upTo: .seconds(10)) { server.heldCount == count ? true : nil }
  }

  private func waitForConnections(_ count: Int, _ server: EchoServer) throws {
    _ = try wait(for: "\(count) connections", upTo: .seconds(10)) {
      server.server.connections == count ? true : nil
    }
  }

  // MARK: Order

  @Test("Pipelined requests are handed over one by one and answered in their order")
  func pipelining() throws {
    let server = try EchoServer()
    let connection = try server.connect()
    connection.send(Self.held + Self.get + Self.held)
    try waitForHeld(1, server)
    #expect(connection.received.isEmpty)
    server.release()
    try connection.read { $0.contains("GET /a") }
    #expect(connection.received.contains("released"))
    try waitForHeld(1, server)
    server.release()
    try connection.read { $0.hasSuffix("released") }
    #expect(connection.statuses == ["200", "200", "200"])
  }

  @Test("Thousands of requests in one piece are answered")
  func flood() throws {
    let server = try EchoServer()
    let connection = try server.connect()
    let last = "POST /end HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nlast"
    connection.send(String(repeating: Self.get, count: 5000) + last)
    try connection.read { _ in false }
    #expect(connection.received.hasSuffix("| last"))
    #expect(connection.statuses.count == 5001)
  }

  @Test("A body is asked for when its sender waits to be asked, and only when it will be taken")
  func continues() throws {
    let server = try EchoServer(maxBodyBytes: 10)
    let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
    let connection = try server.connect()
    connection.send(head + "Content-Length: 4\r\n\r\n")
    try connection.read { $0.hasSuffix("\r\n\r\n") }
    #expect(connection.received == "HTTP/1.1 100 Continue\r\n\r\n")
    connection.send("body")
    try connection.read { $0.hasSuffix("| body") }
    #expect(connection.statuses == ["100", "200"])
    let refused = try server.connect()
    refused.send(head + "Content-Length: 11\r\n\r\n")
    try refused.read { $0.contains("\r\n\r\n") }
    #expect(refused.statuses == ["413"])
    let eager = try server.connect()
    eager.send(head + "Content-Length: 4\r\n\r\nbody")
    try eager.read { $0.hasSuffix("| body") }
    #expect(eager.statuses == ["200"])
  }

  @Test("HTTP/1.0 closes unless told otherwise, HTTP/1.1 the other way round")
  func persistence() throws {
    let server = try EchoServer()
    func answer(_ request: String) throws -> RawConnection {
      let connection = try server.connect()
      connection.send(request)
      try connection.read { $0.hasSuffix(" | ") }
      return connection
    }
    let old = try answer("GET / HTTP/1.0\r\n\r\n")
    try old.read { _ in false }
    #expect(old.received.contains("connection: close\r\n"))
    let kept = try answer("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
    #expect(kept.received.contains("connection: keep-alive\r\n"))
    kept.send("GET /again HTTP/1.0\r\n\r\n")
    try kept.read { _ in false }
    #expect(kept.statuses == ["200", "200"])
    let closed = try answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
    try closed.read { _ in false }
    #expect(closed.received.contains("connection: close\r\n"))
  }

  @Test("A peer that has ended its direction gets its answer; one that ends within a request gets none")
  func halfClosed() throws {
    let server = try EchoServer()
    let connection = try server.connect()
    connection.send(Self.held)
    connection.endOutput()
    try waitForHeld(1, server)
    server.release()
    try connection.read { _ in false }
    #expect(connection.received.hasSuffix("released"))
    let pipelined = try server.connect()
    pipelined.send(Self.held + Self.get + Self.get)
    pipelined.endOutput()
    try waitForHeld(1, server)
    server.release()
    try pipelined.read { _ in false }
    #expect(pipelined.statuses == ["200", "200", "200"])
    let large = try server.connect()
    large.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    large.endOutput()
    try large.read { _ in false }
    #expect(large.received.utf8.count > 8 << 20)
    let broken = try server.connect()
    broken.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbod")
    broken.endOutput()
    try broken.read { _ in false }
    #expect(broken.received.isEmpty)
    try waitForConnections(0, server)
  }

  // MARK: Time

  @Test(
    "A head or a body that does not arrive in time ends the connection",
    arguments: ["", "GET / HTTP/1.1\r\nHos", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nbo"])
  func slowRequests(_ part: String) throws {
    let server = try EchoServer { limits in
      limits.headTime = .milliseconds(100)
      limits.bodyGrace = .milliseconds(100)
      limits.idleTime = nil
    }
    let connection = try server.connect()
    connection.send(part)
    try connection.read { _ in false }
    #expect(connection.received.isEmpty)
  }

  @Test("A body that trickles is ended for its rate, though it never stops")
  func slowBody() throws {
    let server = try EchoServer { limits in
      limits.bodyGrace = .milliseconds(50)
      limits.bodyBytesPerSecond = 1_000_000
    }
    let connection = try server.connect()
    connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
    _ = try wait(for: "end of the connection", upTo: .seconds(10), every: .milliseconds(5)) {
      connection.send("a")
      return server.server.connections == 0 ? true : nil
    }
  }

  @Test("What came of a body at once pays for no silence behind it")
  func silentBody() throws {
    let server = try EchoServer { limits in
      limits.bodyGrace = .milliseconds(100)
      limits.bodyBytesPerSecond = 1000
    }
    let connection = try server.connect()
    let most = String(repeating: "a", count: 999_999)
    connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + most)
    try connection.read { _ in false }
    #expect(connection.received.isEmpty)
  }

  @Test("Bodies that are not whole are held up to a limit of all connections; small ones always")
  func heldBodies() throws {
    let server = try EchoServer { $0.heldBodyBytes = 500_000 }
    let most = String(repeating: "a", count: 300_000)
    let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000\r\n\r\n"
    let held = try server.connect()
    held.send(head + most)
    _ = try wait(for: "the most of it", upTo: .seconds(10), every: .milliseconds(5)) {
      server.server.heldBodyBytes == 300_000 ? true : nil
    }
    let refused = try server.connect()
    refused.send(head + most)
    try refused.read { _ in false }
    #expect(refused.statuses == ["503"])
    let small = try server.connect()
    small.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo")
    small.send("dy")
    try small.read { $0.hasSuffix("body") }
    #expect(small.statuses == ["200"])
    held.send(most.prefix(100_000).description)
    try held.read { $0.hasSuffix("aaa") }
    #expect(held.statuses == ["200"] && server.server.heldBodyBytes == 0)
  }

  @Test("An idle connection ends; one that waits for its answer does not")
  func idle() throws {
    let server = try EchoServer { $0.idleTime = .milliseconds(100) }
    let waiting = try server.connect()
    waiting.send(Self.held)
    let idle = try server.connect()
    idle.send(Self.get)
    try idle.read { _ in false }
    #expect(idle.statuses == ["200"])
    server.release()
    try waiting.read { $0.hasSuffix("released") }
    #expect(waiting.statuses == ["200"])
  }

  @Test("A peer that does not read its answer is left")
  func stalledReader() throws {
    let server = try EchoServer { $0.stalledWriteTime = .milliseconds(100) }
    let connection = try server.connect()
    connection.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    try waitForConnections(1, server)
    try waitForConnections(0, server)
    #expect(!connection.isEnded)
  }

  // MARK: Number and end

  @Test("Connections beyond the limit are told so, and one that ends makes room")
  func limit() throws {
    let server = try EchoServer { $0.connections = 1 }
    var first: RawConnection? = try server.connect()
    first?.send(Self.get)
    try first?.read { $0.contains("GET /a") }
    let second = try server.connect()
    try second.read { _ in false }
    #expect(second.statuses == ["503"])
    first = nil
    try waitForConnections(0, server)
    let third = try server.connect()
    third.send(Self.get)
    try third.read { $0.contains("GET /a") }
  }

  @Test("A server that stops answers what it has begun, and then ends its connections")
  func drain() throws {
    let server = try EchoServer()
    let connection = try server.connect()
    connection.send(Self.held)
    try waitForHeld(1, server)
    server.server.stop()
    _ = try wait(for: "the closed port", upTo: .seconds(10)) { (try? server.connect()) == nil ? true : nil }
    #expect(server.server.requests == 1)
    server.release()
    try connection.read { _ in false }
    #expect(connection.received.contains("connection: close\r\n"))
    #expect(connection.received.hasSuffix("released"))
    #expect(server.server.requests == 0)
  }
}
