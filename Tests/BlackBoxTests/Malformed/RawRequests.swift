internal import Harness

/// Requests as bytes that no HTTP client would send; a seed decides which.
struct RawRequests {
  private let host: String
  private let token: String
  private var random: SeededGenerator

  init(host: String, token: String, seed: UInt64) {
    self.host = host
    self.token = token
    random = SeededGenerator(seed: seed)
  }

  mutating func next() -> [UInt8] {
    let framing = pick(Self.framings)
    let body = framing.contains("chunked") || Bool.random(using: &random) ? pick(Self.bodies) : "{}"
    let target = pick(Self.targets)
    let method = pick([
      "POST", "POST", "POST", "GET", "DELETE", "post", "PATCH", "FOO", "CONNECT", "TRACE", "PRI", "",
    ])
    let version = pick([
      "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "http/1.1", "",
    ])
    var lines = [
      "\(method) \(target) \(version)", "Host: \(host)", "Authorization: Bearer \(altered(token))",
    ]
    lines.append("Content-Type: \(pick(Self.types))")
    lines.append(framing)
    lines.append(pick(Self.oddities))
    let text = lines.filter { !$0.isEmpty }.joined(separator: pick(["\r\n", "\r\n", "\r\n", "\n"]))
    var bytes = Array((text + "\r\n\r\n" + body).utf8)
    if Int.random(in: 0...3, using: &random) == 0 {
      bytes[Int.random(in: bytes.indices, using: &random)] = pick([0x00, 0x0A, 0x0D, 0x20, 0x7F, 0x80, 0xFF])
    }
    return bytes
  }

  /// The token as it is, or with something in it that is not.
  private mutating func altered(_ token: String) -> String {
    switch Int.random(in: 0...5, using: &random) {
    case 0: String(token.dropLast(Int.random(in: 1...token.count, using: &random)))
    case 1: token + pick([".", ".e30", "A", "=", "\u{20}x", "\u{E9}"])
    case 2: "eyJhbGciOiJub25lIn0.e30."
    case 3: String(repeating: "A", count: pick([1000, 7000])) + "." + token
    default: token
    }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &random)]
  }

  private static let framings = [
    "Content-Length: 2", "Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2\r\nContent-Length: 7",
    "Content-Length: 2\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 2",
    "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding : chunked",
    "Transfer-Encoding:\tchunked", "Transfer-Encoding: \u{0B}chunked", "Content-Length: -1",
    "Content-Length: +2",
    "Content-Length: 0x2", "Content-Length: 2,2", "Content-Length: 18446744073709551617", "Content-Length:",
    "",
    "Content-Length : 2", "Content-Length: 2\r\n folded: 7", "Transfer-Encoding: chunked",
  ]

  private static let bodies = [
    "{}", "2\r\n{}\r\n0\r\n\r\n", "0\r\n\r\n", "-1\r\n{}\r\n0\r\n\r\n", "zz\r\n{}\r\n0\r\n\r\n",
    "FFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n", "2;a=\"b\"\r\n{}\r\n0\r\n\r\n", "2\n{}\n0\n\n",
    "2\r\n{}0\r\n\r\n", "0\r\nX: y\r\nContent-Length: 9\r\n\r\n",
    "0\r\n\r\nGET /v1/me HTTP/1.1\r\nHost: a\r\n\r\n", "{}GET /v1/me HTTP/1.1\r\nHost: a\r\n\r\n",
  ]

  private static let targets = [
    "/v1/posts", "/v1/posts", "/v1/posts/%00", "/v1/posts/%zz", "/v1/posts/%", "/v1/posts/%c0%ae%c0%ae/",
    "/v1/posts/../../etc/passwd", "//v1/posts", "/v1/posts/\u{E9}", "/v1//posts",
    "/v1/posts?workspace_id=%FF&a",
    "/v1/posts?limit=99999999999999999999&cursor=%00", "/v1/posts?workspace_id=a&workspace_id=b",
    "/v1/posts#x",
    "http://other/v1/posts", "http://", "*", "posts", "/v1/posts?\(String(repeating: "a=b&", count: 2000))",
    "/\(String(repeating: "a/", count: 3000))", "/v1/auth/login", "/v1/links/%2e%2e%2f",
    "/v1/posts/;id=1/publish",
    "/v1/comments?workspace_id=%E2%82&limit=-0", "/v1/audit-events?from=%2B&to=&format=",
    "/v1/webhooks/meta?hub.mode",
  ]

  private static let types = [
    "application/json", "application/json", "application/json; charset=utf-16", "application/JSON;;;=",
    "text/plain",
    "application/x-www-form-urlencoded", "multipart/form-data", "", "json", "\u{E9}/\u{E9}", ";",
    "application/json\0",
  ]

  private static let oddities = [
    "", "", "", "Idempotency-Key:", "Idempotency-Key: \u{E9}\u{0}",
    "Idempotency-Key: \(String(repeating: "k", count: 256))",
    "If-Match: \"99999999999999999999\"", "If-Match: W/\"-1\"", "If-Match: *", "If-None-Match: ,,,\"",
    "Expect: 100-continue",
    "Expect: 200-ok", "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAAA",
    "Connection: close, keep-alive",
    "Host: second", "X-Forwarded-For: \(String(repeating: "1.1.1.1,", count: 100))", "Content-Encoding: gzip",
    "Cookie: a=b; =; ;;;",
    " Leading: space", "NoColon", ": no name", "Sp ace: x", "X: a\rb", "X-\u{E9}: x", "Range: bytes=0-,-",
    "Accept: \u{0}",
    (0..<150).map { "X-\($0): \($0)" }.joined(separator: "\r\n"), "X: \(String(repeating: "x", count: 9000))",
  ]
}
