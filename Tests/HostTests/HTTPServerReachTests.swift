internal import HTTPServer
internal import Harness
internal import Testing

@Suite("The HTTP server answers by its own names only, and to pages where it is meant for pages")
struct HTTPServerReachTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let reach: String
    let host: String
    let fields: [String]
    let status: Int

    var testDescription: String { "\(status) for \(host) \(fields) at \(reach)" }
  }

  private static let reaches: [String: Reach] = [
    "programs": .programs, "visitors": .visitors, "network": .network(names: ["API.example"]),
  ]

  private static let loopback = [
    "localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "127.255.0.9", "[::1]", "[::1]:80",
    "[0:0:0:0:0:0:0:1]",
  ]
  private static let addresses = ["10.0.0.1", "192.168.1.7:8080", "0.0.0.0", "[2001:db8::1]:443", "[::]"]
  /// Of which no page knows that they lead here, and which anybody could make to.
  private static let names = [
    "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost.", "127.1", "127.0.0.01",
    "127.0.0",
    "2130706433", "0x7f.0.0.1", "127.0.0.256", "127.0.0.1.1", "api.example.", "api.example.org",
    "xapi.example", "a",
  ]

  private static func cases(_ reach: String, _ hosts: [String], _ status: Int) -> [Case] {
    hosts.map { Case(reach: reach, host: $0, fields: [], status: status) }
  }

  private static let hosts =
    reaches.keys.sorted().flatMap { cases($0, loopback, 200) + cases($0, names, 403) }
    + cases("network", addresses + ["api.example", "API.EXAMPLE:81", "Api.Example"], 200)
    + ["programs", "visitors"].flatMap { cases($0, addresses + ["api.example"], 403) }

  /// What a browser adds, and who then answers: programs, visitors, network.
  private static let pages: [(fields: [String], statuses: [Int])] = [
    (["Origin: http://evil.example"], [403, 403, 200]), (["Origin: null"], [403, 403, 200]),
    (["Origin:"], [403, 403, 200]), (["Origin: http://127.0.0.1:8080"], [403, 200, 200]),
    (["ORIGIN: https://localhost"], [403, 200, 200]),
    (["Origin: http://localhost.evil.example"], [403, 403, 200]),
    (["Origin: http://127.0.0.1:8080", "Origin: http://evil.example"], [403, 403, 200]),
    (["Origin: http://evil.example", "Origin: http://127.0.0.1:8080"], [403, 403, 200]),
    (["Origin: localhost"], [403, 403, 200]), (["Origin: file://localhost"], [403, 403, 200]),
    (["Sec-Fetch-Site: cross-site"], [403, 200, 200]), (["Sec-Fetch-Site: same-site"], [403, 200, 200]),
    (["sec-fetch-site: CROSS-SITE"], [403, 200, 200]), (["Sec-Fetch-Site: odd"], [403, 200, 200]),
    (["Sec-Fetch-Site: none"], [200, 200, 200]), (["Sec-Fetch-Site: same-origin"], [200, 200, 200]),
    (["Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"], [403, 200, 200]),
    (["Sec-Fetch-Site: cross-site", "Origin: http://evil.example"], [403, 403, 200]),
    (["X-Origin: http://evil.example", "Sec-Fetch-Mode: cors"], [200, 200, 200]),
  ]

  private static let all =
    hosts
    + pages.flatMap { page in
      zip(["programs", "visitors", "network"], page.statuses).map { reach, status in
        Case(reach: reach, host: "127.0.0.1", fields: page.fields, status: status)
      }
    }

  @Test("A name that is not its own, and a page of another site, get 403 and nothing else", arguments: all)
  func reach(_ example: Case) throws {
    let server = try EchoServer(reach: try #require(Self.reaches[example.reach]))
    let connection = try server.connect()
    let fields = example.fields.map { $0 + "\r\n" }.joined()
    connection.send(
      "POST /acts HTTP/1.1\r\nHost: \(example.host)\r\n\(fields)Content-Length: 2\r\nConnection: close\r\n\r\nhi"
    )
    connection.endOutput()
    try connection.read { _ in false }
    #expect(connection.statuses == ["\(example.status)"])
    #expect(connection.received.contains("POST /acts") == (example.status == 200))
    if example.status == 403 { #expect(connection.received.hasSuffix(#"{"message":"Forbidden"}"#)) }
  }

  @Test("A connection that was let in by one name is not let in by the next")
  func anotherName() throws {
    let server = try EchoServer(reach: .network(names: ["a"]))
    let connection = try server.connect()
    for host in ["a", "a", "127.0.0.1", "A", "b"] {
      connection.send("GET /\(host) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
    }
    try connection.read { _ in false }
    #expect(connection.statuses == ["200", "200", "200", "200", "403"])
    #expect(!connection.received.contains("/b"))
    withExtendedLifetime(server) {}
  }
}
