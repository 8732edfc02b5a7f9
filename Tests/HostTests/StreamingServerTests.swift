internal import HTTPServer
internal import Harness
internal import NIOCore
internal import Testing

@Suite("The server of large bodies keeps what it holds for strangers within bounds")
struct StreamingServerTests {
  private func server(_ change: (inout HTTPLimits) -> Void) throws -> StreamingServer {
    var limits = HTTPLimits()
    change(&limits)
    return try StreamingServer.start(
      host: "127.0.0.1", port: 0, reach: .network(names: ["a"]), limits: limits
    ) { try await $0.answer(200, headers: [], body: Array("ok".utf8)) }
  }

  @Test(
    "A head that does not arrive in time ends the connection, the first and a later one",
    arguments: ["", "GET / HTTP/1.1\r\nHos", "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nX-A: b\r\n"])
  func slowHeads(_ part: String) throws {
    let server = try server { $0.headTime = .milliseconds(200) }
    defer { server.stop() }
    let connection = try RawConnection(port: server.port)
    connection.send(part)
    try connection.read { _ in false }
    #expect(connection.statuses == (part.contains("\r\n\r\n") ? ["200"] : []))
  }

  @Test("A connection too many is closed; one that ends makes room")
  func connections() throws {
    let server = try server { $0.connections = 2 }
    defer { server.stop() }
    let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    func asked() throws -> RawConnection {
      let connection = try RawConnection(port: server.port)
      connection.send(get)
      try connection.read { $0.hasSuffix("ok") }
      return connection
    }
    let first = try asked()
    var second: RawConnection? = try asked()
    #expect(first.statuses == ["200"] && second?.statuses == ["200"])
    #expect(try asked().statuses == [])
    second = nil
    _ = try wait(for: "room", upTo: .seconds(10), every: .milliseconds(5)) {
      try asked().statuses == ["200"] ? true : nil
    }
  }
}
