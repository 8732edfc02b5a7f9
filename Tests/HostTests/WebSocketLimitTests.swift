internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import Testing

@Suite("WebSocket connections are told from outside, and none is kept for ever", .serialized)
struct WebSocketLimitTests {
  @Test("@connections writes to a client, describes it and disconnects it; what is gone is 410")
  func connections() throws {
    try WebSocketHost.with { test in
      let (client, id) = try test.connectKnown()
      #expect(try test.call("POST", id, Array("hello".utf8)).status == 200)
      #expect(try client.next() == .init(opcode: 1, payload: Array("hello".utf8)))
      #expect(try test.call("POST", id, [0xFF, 0]).status == 200)
      #expect(try client.next() == .init(opcode: 2, payload: [0xFF, 0]))
      let largest = [UInt8](repeating: 0x61, count: 131_072)
      #expect(try test.call("POST", id, largest).status == 200)
      #expect(try client.next() == .init(opcode: 1, payload: largest))
      let tooLarge = try test.call("POST", id, largest + [0x61])
      #expect(tooLarge.status == 413)
      #expect(tooLarge.header("x-amzn-errortype") == "PayloadTooLargeException")
      let description = try test.call("GET", id).json
      #expect(description["identity"]?["sourceIp"] == "127.0.0.1")
      #expect(description["connectedAt"]?.string.flatMap { Instant($0) } != nil)
      #expect(description["lastActiveAt"]?.string.flatMap { Instant($0) } != nil)
      #expect(try test.call("GET", id, signed: false).status == 403)
      #expect(try test.call("DELETE", id).status == 204)
      #expect(try client.next()?.closeCode == 1000)
      for method in ["POST", "GET", "DELETE"] {
        let gone = try test.call(method, id, method == "POST" ? [0x61] : nil)
        #expect(gone.status == 410)
        #expect(gone.header("x-amzn-errortype") == "GoneException")
      }
      let elsewhere = "/execute-api/Chat/other/@connections/\(id)"
      #expect(try test.host.services.call("GET", elsewhere, headers: ["Authorization": "x"]).status == 403)
    }
  }

  @Test("A client that does not read is given up once too much waits for it")
  func slowClient() throws {
    try WebSocketHost.with { test in
      let (client, id) = try test.connectKnown()
      defer { withExtendedLifetime(client) {} }
      let largest = [UInt8](repeating: 0x61, count: 131_072)
      var statuses: [Int] = []
      // What the kernel buffers comes first; it is bounded.
      while statuses.count < 500, statuses.last ?? 200 == 200 {
        statuses.append(try test.call("POST", id, largest).status)
      }
      #expect(statuses.last == 429)
      #expect(try test.call("POST", id, [0x61]).status == 410)
      #expect(try test.event("DISCONNECT")["requestContext"]?["disconnectStatusCode"] == 1008)
      try test.waitForConnections(0)
    }
  }

  @Test("Silence ends a connection with 1001; whoever says something stays")
  func idle() throws {
    try WebSocketHost.with(configured: { $0.webSockets.idleTime = .seconds(2) }) { test in
      let silent = try test.connect()
      let talking = try test.connect()
      var pongs = 0
      // The one talks until the other has ended.
      while try test.events().allSatisfy({ $0["requestContext"]?["eventType"] != "DISCONNECT" }), pongs < 1000
      {
        talking.send(9)
        #expect(try talking.next()?.opcode == 10)
        pongs += 1
        usleep(20_000)
      }
      #expect(try silent.next()?.closeCode == 1001)
      #expect(try silent.next() == nil)
      let disconnect = try test.event("DISCONNECT")["requestContext"]
      #expect(disconnect?["disconnectStatusCode"] == 1001)
      #expect(disconnect?["disconnectReason"] == "Going away")
      talking.send(9)
      #expect(try talking.next()?.opcode == 10)
    }
  }

  @Test("No connection outlives its time, however busy")
  func lifetime() throws {
    try WebSocketHost.with(configured: { $0.webSockets.lifetime = .seconds(1) }) { test in
      let client = try test.connect()
      client.send(#"{"action":"answer"}"#)
      #expect(try client.next()?.opcode == 1)
      #expect(try client.next()?.closeCode == 1001)
      try test.waitForConnections(0)
    }
  }

  @Test("More new connections than allowed are turned away with 429, by rate and by address")
  func flood() throws {
    try WebSocketHost.with(configured: { $0.webSockets.connectsPerSecond = 5 }) { test in
      let clients = try (0..<40).map { _ in try test.connect() }
      let (taken, refused) = (clients.count { $0.status == 101 }, clients.count { $0.status == 429 })
      #expect(taken >= 5)
      #expect(refused > 0)
      #expect(taken + refused == 40)
    }
    try WebSocketHost.with(configured: { $0.webSockets.connectionsPerAddress = 2 }) { test in
      let clients = try (0..<3).map { _ in try test.connect() }
      defer { withExtendedLifetime(clients) {} }
      #expect(clients.map(\.status) == [101, 101, 429])
      clients[0].close(1000)
      try test.waitForConnections(1)
      #expect(try test.connect().status == 101)
    }
  }

  @Test("A host that ends tells every client, and $disconnect has run for each")
  func drain() throws {
    let file = TemporaryDirectory.path("events")
    defer { unlink(file) }
    var clients: [WebSocketTestClient] = []
    try WebSocketHost.with(events: file) { test in
      clients = try (0..<20).map { _ in try test.connect() }
      try test.waitForConnections(20)
    }
    for client in clients { #expect(try client.next()?.closeCode == 1001) }
    let disconnects = try WebSocketHost.events(in: file)
      .filter { $0["requestContext"]?["eventType"] == "DISCONNECT" }
    #expect(Set(disconnects.map { $0["requestContext"]?["connectionId"]?.string }).count == 20)
    #expect(disconnects.allSatisfy { $0["requestContext"]?["disconnectStatusCode"] == 1001 })
  }
}
