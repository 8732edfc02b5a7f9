internal import Core
internal import Harness
internal import Testing

@Suite(
  "Answers tell browsers to be careful, and what browsers can be misused for is refused",
  .bundle(with: ["AllowedOrigins": "https://app.example.com,https://admin.example.com"]))
struct HardeningTests {
  private static let everywhere = [
    "strict-transport-security": "max-age=63072000; includeSubDomains", "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer", "cache-control": "no-store",
  ]

  @Test("Every answer of a function carries the headers, errors too; pages allow a form and nothing else")
  func headers() throws {
    let ana = try Customer(try bundle())
    #expect(try ana.client.post("/v1/auth/password-reset", ["email": .string(ana.email)]).status == 202)
    let link = try bundle().mailedLink(to: ana.email, "A new password")
    let answers = [
      try ana.client.get("/v1/me"), try Client(try bundle().url).get("/v1/me"),
      try ana.client.get("/v1/posts/none"), try ana.client.post("/v1/posts", [:]),
      try ana.client.post("/v1/workspaces", ["name": "B"]), try ana.client.get("/v1/status"),
      try ana.client.get("/v1/audit-events?format=csv"), try Client("").get(link),
    ]
    #expect(Set(answers.map(\.status)).isSuperset(of: [200, 201, 401, 404, 422]))
    for answer in answers {
      for (name, value) in Self.everywhere {
        #expect(answer.header(name) == value, "\(name): \(answer.text)")
      }
      let policy = try #require(answer.header("content-security-policy")).split(separator: ";").map {
        $0.drop { $0 == " " }
      }
      #expect(
        Set(policy).isSuperset(of: [
          "default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
        ]))
      let isPage = answer.header("content-type") == "text/html; charset=utf-8"
      #expect(policy.contains(isPage ? "form-action 'self'" : "form-action 'none'"))
    }
    #expect(answers.last?.header("content-type") == "text/html; charset=utf-8")
  }

  @Test(
    "A body has to be declared as JSON in UTF-8",
    arguments: [
      ("application/json", 422), ("Application/JSON; charset=UTF-8", 422),
      ("application/json;charset=\"utf-8\"", 422),
      ("text/plain", 415), ("application/x-www-form-urlencoded", 415),
      ("multipart/form-data; boundary=x", 415),
      ("text/json", 415), ("application/problem+json", 415), ("application/json; charset=latin1", 415),
      ("application/jsonx", 415), (" ", 415),
    ])
  func types(_ type: String, _ status: Int) throws {
    let answer = try Client(try bundle().url).call(
      "POST", "/v1/auth/login", Array("{}".utf8), headers: ["Content-Type": type])
    #expect(answer.status == status)
    if status == 415 { #expect(answer.json["code"]?.string == "unsupported_media_type") }
  }

  @Test(
    "Every answer varies by origin, whatever the origin is: a shared cache keeps none for another",
    arguments: [nil, "https://app.example.com", "https://evil.example", "null"] as [String?])
  func vary(_ origin: String?) throws {
    let client = Client(try bundle().url)
    let headers = origin.map { ["Origin": $0] } ?? [:]
    for path in ["/.well-known/jwks.json", "/v1/status", "/v1/me", "/openapi.json", "/none"] {
      let answer = try client.call("GET", path, headers: headers)
      #expect(answer.headers.filter { $0.name == "vary" }.map(\.value) == ["origin"], "\(path)")
    }
    let preflight = headers.merging(["Access-Control-Request-Method": "PATCH"]) { $1 }
    #expect(try client.call("OPTIONS", "/v1/posts", headers: preflight).header("vary") == "origin")
  }

  @Test(
    "A name that is not the gateway's is answered as API Gateway answers unknown domains",
    arguments: ["evil.example", "127.0.0.1.evil.example", "localhost.", "app.example.com"])
  func names(_ host: String) throws {
    let url = try bundle().url
    let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
    let connection = try RawConnection(port: port)
    connection.send("GET /v1/status HTTP/1.1\r\nHost: \(host):\(port)\r\n\r\n")
    try connection.read { _ in false }
    #expect(connection.statuses == ["403"])
    #expect(connection.received.hasSuffix(#"{"message":"Forbidden"}"#))
  }

  @Test("Pages of configured origins may use the API with cookies; others are told nothing")
  func crossOrigin() throws {
    let client = Client(try bundle().url)
    func preflight(_ origin: String) throws -> Client.Answer {
      try client.call(
        "OPTIONS", "/v1/posts",
        headers: [
          "Origin": origin, "Access-Control-Request-Method": "POST",
          "Access-Control-Request-Headers": "authorization,content-type,x-requested-with",
        ])
    }
    let allowed = try preflight("https://app.example.com")
    #expect(allowed.status == 204)
    #expect(allowed.header("access-control-allow-origin") == "https://app.example.com")
    #expect(allowed.header("access-control-allow-credentials") == "true")
    #expect(allowed.header("access-control-allow-headers")?.contains("x-requested-with") == true)
    for origin in ["https://evil.example", "https://app.example.com.evil.example", "null"] {
      #expect(try preflight(origin).header("access-control-allow-origin") == nil)
    }
    let answer = try client.call("GET", "/v1/status", headers: ["Origin": "https://admin.example.com"])
    #expect(answer.header("access-control-allow-origin") == "https://admin.example.com")
    #expect(answer.header("access-control-expose-headers")?.contains("ratelimit") == true)
  }

  @Test("Bodies and headers beyond the limits are refused whole")
  func sizes() throws {
    let client = Client(try bundle().url)
    let body = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
    #expect(try client.call("POST", "/v1/auth/login", body).json["code"]?.string == "body_too_large")
    let huge = [UInt8](repeating: 0x20, count: 10_485_761)
    #expect(try client.call("POST", "/v1/auth/login", huge).status == 413)
    let long = String(repeating: "a", count: 10_240)
    #expect(try client.call("GET", "/v1/status", headers: ["X-Long": long]).status == 431)
    #expect(try client.get("/v1/status").status != 431)
  }
}
