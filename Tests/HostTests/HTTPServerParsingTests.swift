internal import HTTPServer
internal import Harness
internal import Testing

@Suite("The HTTP server reads requests in one way only") struct HTTPServerParsingTests {
  @Test(
    "A refused request ends its connection, and what follows it is never taken for a request",
    arguments: refused)
  func refusals(_ refusal: Refused) throws {
    let server = try EchoServer(maxBodyBytes: 1000) { limits in
      limits.headBytes = 2000
      limits.headerFields = 20
    }
    let connection = try server.connect()
    connection.send(refusal.request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
    connection.endOutput()
    try connection.read { _ in false }
    #expect(connection.statuses == ["\(refusal.status)"], "\(refusal)")
    #expect(connection.received.contains("connection: close\r\n"), "\(refusal)")
    #expect(!connection.received.contains("/smuggled"), "\(refusal)")
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let status: Int
    let request: String

    var testDescription: String { "\(status) for \(request.prefix(100).debugDescription)" }
  }

  private static let refused = ambiguousBodies + brokenChunks + brokenHeads + brokenHosts + tooLarge

  private static func post(_ status: Int, _ fields: String, body: String = "") -> Refused {
    Refused(status: status, request: "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\(body)")
  }

  static let ambiguousBodies = [
    post(400, "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", body: "0\r\n\r\n"),
    post(400, "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", body: "0\r\n\r\n"),
    post(400, "Content-Length: 5\r\nContent-Length: 6\r\n", body: "12345"),
    post(400, "Content-Length: 5\r\nContent-Length: 5\r\n", body: "12345"),
    post(400, "Content-Length: 5, 5\r\n", body: "12345"), post(400, "Content-Length: +5\r\n", body: "12345"),
    post(400, "Content-Length: -1\r\n"), post(400, "Content-Length: 0x5\r\n", body: "12345"),
    post(400, "Content-Length:\r\n"), post(400, "Content-Length: 1 2\r\n"),
    post(400, "Content-Length: 99999999999999999999\r\n"),
    post(400, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", body: "0\r\n\r\n"),
    post(400, "Transfer-Encoding: \u{B}chunked\r\n", body: "0\r\n\r\n"),
    post(400, "Transfer-Encoding : chunked\r\n", body: "0\r\n\r\n"),
    post(501, "Transfer-Encoding: gzip, chunked\r\n", body: "0\r\n\r\n"),
    post(501, "Transfer-Encoding: chunked, identity\r\n", body: "0\r\n\r\n"),
    post(501, "Transfer-Encoding: xchunked\r\n", body: "0\r\n\r\n"),
    post(501, "Transfer-Encoding:\r\n", body: "0\r\n\r\n"),
    Refused(
      status: 400, request: "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
  ]

  static let brokenChunks = [
    "g\r\n", "-1\r\n", "0x1\r\na\r\n", "\r\n", " 1\r\na\r\n", "1 x\r\na\r\n", "1\na\r\n", "1\r\nab\r\n",
    "1\r\na\n0\r\n\r\n", "1;a\nb\r\na\r\n", "1111111111111111\r\na\r\n", "0\r\nno field\r\n\r\n",
    "0\r\n folded\r\n\r\n",
  ].map { post(400, "Transfer-Encoding: chunked\r\n", body: $0) }

  static let brokenHeads =
    [
      "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\tfolded\r\n\r\n",
      "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
      "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "GET HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET x HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /ä HTTP/1.1\r\nHost: a\r\n\r\n", "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
      "(: / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / http/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1x\r\nHost: a\r\n\r\n", "no HTTP at all\r\n\r\n",
      "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET http://a:1/ HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET http://a/ HTTP/1.0\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
    ].map { Refused(status: 400, request: $0) } + [
      Refused(status: 505, request: "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
      Refused(status: 505, request: "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
      post(417, "Expect: a miracle\r\n"),
    ]

  static let brokenHosts = [
    "", "a b", "a:", "a:x", "a:65536", "a:123456", "a:+1", "a:1:1", "a, a", "a/", "http://a", "u@a", "[a",
    "a]",
    "[::1", "[::1]a", "[]", "[127.0.0.1]", "[fe80::1%25eth0]", "a\\", "*", "%61",
  ].map { Refused(status: 400, request: "GET / HTTP/1.1\r\nHost: \($0)\r\n\r\n") }

  private static let long = String(repeating: "a", count: 3000)

  private static let tooLarge = [
    post(413, "Content-Length: 1001\r\n", body: String(repeating: "a", count: 1001)),
    post(413, "Transfer-Encoding: chunked\r\n", body: "3e8\r\n\(long.prefix(1000))\r\n1\r\na\r\n0\r\n\r\n"),
    Refused(status: 414, request: "GET /\(long) HTTP/1.1\r\nHost: a\r\n\r\n"),
    post(431, "X: \(long)\r\n"), post(431, String(repeating: "X: a\r\n", count: 20)),
    post(431, "Transfer-Encoding: chunked\r\n", body: "1;\(long)\r\na\r\n0\r\n\r\n"),
    post(431, "Transfer-Encoding: chunked\r\n", body: "0\r\n" + String(repeating: "X: a\r\n", count: 1000)),
  ]

  @Test("Requests mean the same however they are cut on their way")
  func cuts() throws {
    let stream = Self.stream.joined()
    let server = try EchoServer()
    var generator = SplitMix(state: 20_261_121)
    for round in 0..<30 {
      let connection = try server.connect()
      var rest = stream[...]
      while !rest.isEmpty {
        // The first round byte by byte, the last in one piece.
        let size = round == 0 ? 1 : round == 29 ? rest.count : Int.random(in: 1...60, using: &generator)
        connection.send(String(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      try connection.read { $0.hasSuffix("| last") }
      #expect(connection.statuses.count == Self.stream.count, "round \(round)")
      for expected in Self.understood {
        #expect(connection.received.contains(expected), "round \(round): \(expected)")
      }
    }
  }

  private static let stream = [
    "GET /a%2Fb//c/?x=%20+&y HTTP/1.1\r\nHost: a\r\nX-Case:  kept \t\r\n\r\n",
    "\r\nPOST /length HTTP/1.1\r\nhost: a\r\nCONTENT-LENGTH: 7\r\n\r\nGET / H",
    "POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
      + "3;note=\"x\"\r\nabc\r\n0000A\r\n0123456789\r\n0\r\nX-Admin: yes\r\n\r\n",
    "HEAD /head HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET http://example.com?q=1 HTTP/1.1\r\nHost: example.com\r\nX-Empty:\r\n\r\n",
    "POST /end HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nlast",
  ]

  private static let understood = [
    "GET /a%2Fb//c/ ? x=%20+&y | Host=a;X-Case=kept | ",
    "POST /length ?  | host=a;CONTENT-LENGTH=7 | GET / H",
    // Trailers of strangers are forgotten.
    "POST /chunks ?  | Host=a;Transfer-Encoding=Chunked | abc0123456789",
    "OPTIONS * ?  | Host=a | ", "GET / ? q=1 | Host=example.com;X-Empty= | ",
    "POST /end ?  | Host=a;Content-Length=4 | last",
  ]
}

/// Random numbers that are the same at each run (https://prng.di.unimi.it/splitmix64.c).
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
