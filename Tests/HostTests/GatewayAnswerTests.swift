internal import Core
internal import Harness
internal import Testing

@Suite("The gateway reads answers of functions as API Gateway does", .serialized) struct GatewayAnswerTests {
  private static let template = """
    Resources:
      Api: {Type: AWS::Serverless::HttpApi, Properties: {CorsConfiguration: {AllowOrigins: ["https://a.example"]}}}
      Echo:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/GatewayFunction
          Events:
            Two: {Type: HttpApi, Properties: {Method: post, Path: /two/raw}}
            One: {Type: HttpApi, Properties: {Method: post, Path: /one/raw, PayloadFormatVersion: "1.0"}}
            Slow: {Type: HttpApi, Properties: {Method: get, Path: /hang, TimeoutInMillis: 200}}
    """

  private static let malformed = "malformed"

  /// What a function answers in format 2.0, and what comes of it: status, content type, body.
  private static let answers: [(answer: String, status: Int, type: String?, body: String)] = [
    (#"{"statusCode":201,"headers":{"Content-Type":"text/x"},"body":"made"}"#, 201, "text/x", "made"),
    (#"{"statusCode":"202","body":"text"}"#, 202, "text/plain;charset=UTF-8", "text"),
    (#"{"body":"b","statusCode":200}"#, 200, "text/plain;charset=UTF-8", "b"),
    (#"{"statusCode":200}"#, 200, nil, ""), (#"{"statusCode":200,"body":null}"#, 200, nil, ""),
    (#"{"statusCode":200,"body":"AP+A","isBase64Encoded":true}"#, 200, nil, "\u{0}\u{FFFD}\u{FFFD}"),
    (#" {"any":["JSON"]} "#, 200, "application/json", #" {"any":["JSON"]} "#),
    (#"{"body":"no status"}"#, 200, "application/json", #"{"body":"no status"}"#),
    (#"{"headers":1}"#, 200, "application/json", #"{"headers":1}"#),
    (#""Hello \"you\"""#, 200, "application/json", #"Hello "you""#), ("[1]", 200, "application/json", "[1]"),
    ("7", 200, "application/json", "7"), ("null", 200, "application/json", "null"),
    ("not JSON", 500, "application/json", malformed),
    (#"{"statusCode":200"#, 500, "application/json", malformed),
    (#"{"statusCode":99}"#, 500, "application/json", malformed),
    (#"{"statusCode":600}"#, 500, "application/json", malformed),
    (#"{"statusCode":200.5}"#, 500, "application/json", malformed),
    (#"{"statusCode":null}"#, 500, "application/json", malformed),
    (#"{"statusCode":200,"headers":[]}"#, 500, "application/json", malformed),
    (#"{"statusCode":200,"cookies":"a"}"#, 500, "application/json", malformed),
    (#"{"statusCode":200,"body":{"an":"object"}}"#, 500, "application/json", malformed),
    (#"{"statusCode":200,"isBase64Encoded":"yes"}"#, 500, "application/json", malformed),
    (#"{"statusCode":200,"body":"*","isBase64Encoded":true}"#, 500, "application/json", malformed),
  ]

  private func withHost(_ body: (RunningHost) throws -> Void) throws {
    try RunningHost.with(Self.template, body)
  }

  private func post(_ path: String, _ answer: String, to host: RunningHost) throws -> Client.Answer {
    try host.gateway.call("POST", path, Array(answer.utf8))
  }

  @Test("Whatever a function answers becomes an answer of HTTP; what cannot be understood is a 500")
  func kinds() throws {
    try withHost { host in
      for (given, status, type, body) in Self.answers {
        let answer = try post("/two/raw", given, to: host)
        #expect(answer.status == status, "\(given)")
        #expect(answer.header("content-type") == type, "\(given)")
        let expected = body == Self.malformed ? #"{"message":"Internal Server Error"}"# : body
        #expect(answer.text == expected, "\(given)")
      }
    }
  }

  @Test("Headers and cookies are passed on, but none that belongs to the server or breaks the answer apart")
  func headers() throws {
    try withHost { host in
      let given = #"""
        {"statusCode":200,"headers":{"X-Number":3,"X-Line":"a\r\nx-evil: 1","bad name":"x","Content-Length":"1",
        "Transfer-Encoding":"chunked","Connection":"close","Access-Control-Allow-Origin":"*"},
        "multiValueHeaders":{"X-Many":["1","2"]},"cookies":["a=1; Path=/","b=2"],"body":"whole"}
        """#
      let bytes = given.utf8.count
      let connection = try RawConnection(port: host.gatewayPort)
      connection.send(
        "POST /two/raw HTTP/1.1\r\nHost: a\r\nOrigin: https://a.example\r\nContent-Type: application/json\r\n"
          + "Content-Length: \(bytes)\r\n\r\n" + given)
      try connection.read { $0.hasSuffix("\r\n\r\nwhole") }
      let text = connection.received
      for line in [
        "x-number: 3", "x-many: 1", "x-many: 2", "set-cookie: a=1; Path=/", "set-cookie: b=2",
        "content-length: 5",
        "access-control-allow-origin: https://a.example", "x-line: a  x-evil: 1",
      ] {
        #expect(text.contains("\r\n\(line)\r\n"), "\(line)")
      }
      for word in ["bad name", "chunked", "connection: close", "allow-origin: *", "content-length: 1\r"] {
        #expect(!text.contains(word), "\(word)")
      }
      #expect(text.contains("\r\ndate: ") && text.contains(" GMT\r\n"))
    }
  }

  @Test("Format 1.0 needs a status")
  func formatOne() throws {
    try withHost { host in
      let given =
        #"{"statusCode":200,"headers":{"x-a":"1","x-b":"1"},"multiValueHeaders":{"X-A":["2"]},"body":"b"}"#
      let answer = try post("/one/raw", given, to: host)
      #expect(answer.status == 200)
      #expect(answer.header("x-a") == "2")
      #expect(answer.header("x-b") == "1")
      #expect(try post("/one/raw", #"{"no":"status"}"#, to: host).status == 500)
      #expect(try post("/one/raw", #""text""#, to: host).status == 500)
    }
  }

  @Test("A function that takes longer than its route allows is a 503, and the next request is served")
  func integrationTimeout() throws {
    try withHost { host in
      let answer = try host.gateway.get("/hang")
      #expect(answer.status == 503)
      #expect(answer.text == #"{"message":"Service Unavailable"}"#)
      #expect(try post("/two/raw", #"{"statusCode":204}"#, to: host).status == 204)
    }
  }
}
