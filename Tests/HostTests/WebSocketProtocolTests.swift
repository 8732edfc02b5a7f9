internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite("WebSockets follow RFC 6455 and API Gateway's limits", .serialized) struct WebSocketProtocolTests {
  private typealias Step = (opcode: UInt8, payload: [UInt8], isLast: Bool)

  private static let text: UInt8 = 1
  private static let more: UInt8 = 0
  private static let full = [UInt8](repeating: 0x61, count: 32 << 10)

  @Test("The handshake is answered with the digest of its key; without what belongs to it, it is refused")
  func handshake() throws {
    try WebSocketHost.with { test in
      let client = try test.connect()
      #expect(client.status == 101)
      // The key and its digest are RFC 6455's own example.
      #expect(client.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      #expect(client.header("sec-websocket-extensions") == nil)
      func status(_ target: String = "/test", without name: String, adding line: String? = nil) throws -> Int?
      {
        let headers = WebSocketTestClient.headers.filter { !$0.hasPrefix(name) } + [line].compactMap { $0 }
        return try WebSocketTestClient(port: test.host.gatewayPort, target, headers: headers).status
      }
      #expect(try status(without: "Sec-WebSocket-Key") == 400)
      #expect(try status(without: "Sec-WebSocket-Key", adding: "Sec-WebSocket-Key: c2hvcnQ=") == 400)
      #expect(try status(without: "Connection", adding: "Connection: keep-alive") == 400)
      #expect(try status(without: "Sec-WebSocket-Version", adding: "Sec-WebSocket-Version: 8") == 426)
      #expect(try status("/other", without: "-") == 404)
      #expect(try status("/test/", without: "-") == 404)
      #expect(try status(without: "Connection", adding: "Connection: keep-alive, UPGRADE") == 101)
      #expect(try test.host.gateway.get("/test").status == 404)
    }
  }

  @Test("What breaks the protocol or a limit closes the connection, with the code for it")
  func violations() throws {
    let long = Array(repeating: Step(Self.more, Self.full, false), count: 4)
    let cases: [(what: String, steps: [Step], code: Int)] = [
      ("reserved opcode", [(3, [], true)], 1002), ("reserved control opcode", [(11, [], true)], 1002),
      ("fragmented ping", [(9, [], false)], 1002),
      ("long ping", [(9, Array(repeating: 1, count: 126), true)], 1002),
      ("continuation of nothing", [(Self.more, [0x61], true)], 1002),
      ("message within a message", [(Self.text, [0x61], false), (Self.text, [0x61], true)], 1002),
      ("close with half a code", [(8, [3], true)], 1002),
      ("close with code 1005", [(8, [3, 0xED], true)], 1002),
      ("close with code 999", [(8, [3, 0xE7], true)], 1002),
      ("close with code 2999", [(8, [0x0B, 0xB7], true)], 1002),
      ("close with a reason that is no text", [(8, [3, 0xE8, 0xFF], true)], 1007),
      ("text that is not UTF-8", [(Self.text, [0xC3, 0x28], true)], 1007),
      ("a surrogate", [(Self.text, [0xED, 0xA0, 0x80], true)], 1007),
      ("an overlong form", [(Self.text, [0xC0, 0xAF], true)], 1007),
      ("text that is cut off", [(Self.text, [0xC3], false), (Self.more, [], true)], 1007),
      ("binary", [(2, [1, 2, 3], true)], 1003),
      ("a frame above 32 KiB", [(Self.text, Self.full + [0x61], true)], 1009),
      ("a message above 128 KiB", [(Self.text, [0x61], false)] + long, 1009),
    ]
    try WebSocketHost.with { test in
      for (what, steps, code) in cases {
        let client = try test.connect()
        for step in steps { client.send(step.opcode, step.payload, isLast: step.isLast) }
        #expect(try client.next()?.closeCode == code, "\(what)")
        #expect(try client.next() == nil, "\(what)")
      }
      let unmasked = try test.connect()
      unmasked.send(Self.text, [0x61], isMasked: false)
      #expect(try unmasked.next()?.closeCode == 1002)
      let reserved = try test.connect()
      reserved.send(Self.text, [0x61], reserved: 0x40)
      #expect(try reserved.next()?.closeCode == 1002)
      try test.waitForConnections(0)
      // None of it reached a function as a message.
      #expect(try test.events().allSatisfy { $0["requestContext"]?["eventType"] != "MESSAGE" })
    }
  }

  @Test("Fragments become one message, with pings between them; the largest message and empty ones arrive")
  func fragments() throws {
    try WebSocketHost.with { test in
      let client = try test.connect()
      // The two bytes of "ü" come in different frames.
      client.send(Self.text, Array("gr".utf8) + [0xC3], isLast: false)
      client.send(9, Array("still there?".utf8))
      client.send(10, Array("unasked".utf8))
      client.send(Self.more, [0xBC], isLast: false)
      client.send(Self.more, [0xC3, 0x9F, 0x65])
      #expect(try client.next() == .init(opcode: 10, payload: Array("still there?".utf8)))
      client.send(Self.text, Self.full, isLast: false)
      for index in 0..<3 { client.send(Self.more, Self.full, isLast: index == 2) }
      client.send("")
      let bodies = try wait(for: "messages", upTo: .seconds(10)) {
        let bodies = try test.events().compactMap { $0["body"]?.string }
        return bodies.count == 3 ? bodies : nil
      }
      #expect(Set(bodies) == ["grüße", String(repeating: "a", count: 128 << 10), ""])
      #expect(bodies.contains(""))
    }
  }

  @Test(
    "A close frame is answered with its code, and the connection ends", arguments: [1000, 1001, 4000, nil])
  func closing(_ code: Int?) throws {
    try WebSocketHost.with { test in
      let client = try test.connect()
      if let code { client.close(code) } else { client.send(8) }
      let answer = try #require(try client.next())
      #expect(answer.opcode == 8)
      #expect(answer.closeCode == code)
      #expect(try client.next() == nil)
      let context = try test.event("DISCONNECT")["requestContext"]
      #expect(context?["disconnectStatusCode"]?.integer == Int64(code ?? 1005))
      if code == nil {
        #expect(context?["disconnectReason"] == "Client-side close frame status not set")
      }
    }
  }

  @Test("Frames cut anywhere, byte by byte, are the same frames")
  func pieces() throws {
    try WebSocketHost.with { test in
      let client = try test.connect()
      client.sendByteByByte("answer one")
      client.sendByteByByte("answer two")
      let bodies = try wait(for: "messages", upTo: .seconds(10)) {
        let bodies = try test.events().compactMap { $0["body"]?.string }
        return bodies.count == 2 ? bodies : nil
      }
      #expect(Set(bodies) == ["answer one", "answer two"])
    }
  }
}
