internal import Core
internal import Glibc
internal import Harness
internal import Testing

/// Against a function that answers with the event it got.
@Suite("The gateway speaks HTTP as API Gateway does", .serialized) struct GatewayTests {
  private static let template = """
    Resources:
      Api:
        Type: AWS::Serverless::HttpApi
        Properties:
          CorsConfiguration: {AllowOrigins: ["https://app.example"], AllowMethods: [GET, POST], AllowHeaders: [Content-Type], MaxAge: 600}
      Probe:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Events:
            Any: {Type: HttpApi, Properties: {Method: any, Path: "/{action}"}}
            Item: {Type: HttpApi, Properties: {Method: get, Path: "/items/{id}"}}
            Own: {Type: HttpApi, Properties: {Method: get, Path: "/items/own"}}
            Rest: {Type: HttpApi, Properties: {Method: get, Path: "/files/{path+}"}}
    """

  private func withHost(_ body: (RunningHost) throws -> Void) throws {
    try RunningHost.with(Self.template, body)
  }

  @Test("A request becomes an event of payload format 2.0")
  func event() throws {
    try withHost { host in
      let answer = try host.gateway.call(
        "POST", "/echo?a=1&b=%20x&a=2", Array(#"{"ä":1}"#.utf8),
        headers: ["X-Mixed-Case": "Kept", "Cookie": "one=1; two=2", "X-Amzn-Trace-Id": "Root=1-2-3"])
      #expect(answer.status == 200)
      #expect(answer.header("apigw-requestid")?.isEmpty == false)
      let event = answer.json
      #expect(event["version"]?.string == "2.0")
      #expect(event["routeKey"]?.string == "ANY /{action}")
      #expect(event["rawPath"]?.string == "/echo")
      #expect(event["rawQueryString"]?.string == "a=1&b=%20x&a=2")
      #expect(event["queryStringParameters"] == ["a": "1,2", "b": " x"])
      #expect(event["pathParameters"] == ["action": "echo"])
      #expect(event["cookies"] == ["one=1", "two=2"])
      #expect(event["headers"]?["x-mixed-case"]?.string == "Kept")
      #expect(event["headers"]?["cookie"] == nil)
      #expect(event["headers"]?["x-amzn-trace-id"]?.string == "Root=1-2-3")
      #expect(event["body"]?.string == #"{"ä":1}"#)
      #expect(event["isBase64Encoded"]?.bool == false)
      #expect(event["requestContext"]?["http"]?["method"]?.string == "POST")
      #expect(event["requestContext"]?["http"]?["sourceIp"]?.string == "127.0.0.1")
    }
  }

  @Test(
    "A trace that began elsewhere is continued; what is no trace is not",
    arguments: [
      ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", 1),
      ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", 0),
      ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03-what-comes-later", 1),
      ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", nil),
      ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", nil),
      ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", nil),
      ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", nil),
      ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", nil),
      ("00-4bf92f35-00f067aa0ba902b7-01", nil), ("nonsense", nil),
    ] as [(String, Int?)])
  func traceParent(_ parent: String, sampled: Int?) throws {
    try withHost { host in
      let headers = try host.gateway.call("GET", "/echo", headers: ["traceparent": parent]).json["headers"]
      let trace = try #require(headers?["x-amzn-trace-id"]?.string)
      guard let sampled else { return #expect(!trace.contains("4bf92f35")) }
      #expect(
        trace == "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=\(sampled)")
      #expect(headers?["traceparent"]?.string == parent)
    }
  }

  @Test("A streamed answer becomes one answer: status, headers and cookies are told before the bytes")
  func streamed() throws {
    try withHost { host in
      let answer = try host.gateway.get("/streamed")
      #expect(answer.status == 201)
      #expect(answer.header("x-kind") == "stream")
      #expect(answer.header("set-cookie") == "a=1")
      #expect(answer.text == "first \0 last\u{FFFD}")
      let odd = try host.gateway.get("/streamed-odd")
      #expect(odd.status == 500)
      #expect(odd.text == #"{"message":"Internal Server Error"}"#)
    }
  }

  @Test("The most specific route wins, and what no route takes is not found")
  func routes() throws {
    try withHost { host in
      let gateway = host.gateway
      #expect(try gateway.get("/items/own").json["routeKey"]?.string == "GET /items/own")
      #expect(try gateway.get("/items/a%20b").json["pathParameters"] == ["id": "a b"])
      #expect(try gateway.get("/files/a/b/c").json["pathParameters"] == ["path": "a/b/c"])
      for (method, path) in [
        ("GET", "/"), ("GET", "/items/1/2"), ("POST", "/items/1"), ("PURGE", "/items/1"),
      ] {
        let answer = try gateway.call(method, path)
        #expect(answer.status == 404, "\(method) \(path)")
        #expect(answer.text == #"{"message":"Not Found"}"#)
        #expect(answer.header("content-type") == "application/json")
      }
    }
  }

  @Test("Answers of functions become answers of HTTP; one that cannot be understood is a 500")
  func answers() throws {
    try withHost { host in
      let cookies = try host.gateway.get("/cookies")
      #expect(cookies.status == 201)
      #expect(cookies.header("x-number") == "3")
      #expect(cookies.header("content-type") == "text/plain;charset=UTF-8")
      #expect(cookies.text == "set")
      let plain = try host.gateway.get("/plain")
      #expect(plain.status == 200)
      #expect(plain.header("content-type") == "application/json")
      #expect(plain.json == ["no": "status"])
      let empty = try host.gateway.get("/empty")
      #expect(empty.status == 204)
      #expect(empty.text.isEmpty)
      for path in ["/odd", "/garbage"] {
        let answer = try host.gateway.get(path)
        #expect(answer.status == 500, "\(path)")
        #expect(answer.text == #"{"message":"Internal Server Error"}"#)
      }
    }
  }

  @Test("Every cookie has a header of its own, and binary bodies pass unchanged")
  func cookiesAndBytes() throws {
    try withHost { host in
      let connection = try RawConnection(port: host.gatewayPort)
      connection.send("GET /cookies HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      try connection.read { _ in false }
      #expect(connection.received.contains("set-cookie: a=1; Path=/\r\n"))
      #expect(connection.received.contains("set-cookie: b=2\r\n"))
      let bytes = (0...255).map { UInt8($0) }
      let headers = ["Content-Type": "application/octet-stream"]
      #expect(
        try host.gateway.call("POST", "/echo", bytes, headers: headers).json["body"]?.string
          == Base64.encode(bytes))
      let returned = try host.gateway.call("POST", "/binary", bytes, headers: headers)
      #expect(returned.header("content-length") == "256")
      // Not valid UTF-8 although declared as text: base 64 too.
      let text = try host.gateway.call("POST", "/echo", [0xFF], headers: ["Content-Type": "text/plain"])
      #expect(text.json["isBase64Encoded"]?.bool == true)
    }
  }

  @Test("HEAD has the head of an answer and no body")
  func head() throws {
    try withHost { host in
      let connection = try RawConnection(port: host.gatewayPort)
      connection.send("HEAD /cookies HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      try connection.read { _ in false }
      #expect(connection.statuses == ["201"])
      #expect(connection.received.contains("content-length: 3\r\n"))
      #expect(connection.received.hasSuffix("\r\n\r\n"))
    }
  }

  @Test("Requests that are too large are refused, and the next connection works")
  func limits() throws {
    try withHost { host in
      func answer(_ request: String) throws -> String? {
        let connection = try RawConnection(port: host.gatewayPort)
        connection.send(request)
        try connection.read { $0.contains("\r\n\r\n") }
        return connection.statuses.first
      }
      #expect(try answer("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\n") == "413")
      let chunk = "100000\r\n" + String(repeating: "a", count: 1 << 20) + "\r\n"
      let chunks = String(repeating: chunk, count: 11) + "0\r\n\r\n"
      #expect(
        try answer("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks) == "413")
      // Below the gateway's limit, above that of an event.
      let large = [UInt8](repeating: UInt8(ascii: "a"), count: 7 << 20)
      let refused = try host.gateway.call("POST", "/echo", large, headers: ["Content-Type": "text/plain"])
      #expect(refused.status == 413)
      #expect(refused.text == #"{"message":"Request Entity Too Large"}"#)
      #expect(try host.gateway.get("/empty").status == 204)
    }
  }

  @Test("Browsers of the allowed origin get CORS headers, others none")
  func crossOrigin() throws {
    try withHost { host in
      let preflight = try host.gateway.call(
        "OPTIONS", "/echo",
        headers: ["Origin": "https://app.example", "Access-Control-Request-Method": "POST"])
      #expect(preflight.status == 204)
      #expect(preflight.header("access-control-allow-origin") == "https://app.example")
      #expect(preflight.header("access-control-allow-methods") == "GET,POST")
      #expect(preflight.header("access-control-max-age") == "600")
      let foreign = try host.gateway.call("GET", "/empty", headers: ["Origin": "https://evil.example"])
      #expect(foreign.status == 204)
      #expect(foreign.header("access-control-allow-origin") == nil)
      let own = try host.gateway.call("GET", "/none/such", headers: ["Origin": "https://app.example"])
      #expect(own.status == 404)
      #expect(own.header("access-control-allow-origin") == "https://app.example")
    }
  }
}
