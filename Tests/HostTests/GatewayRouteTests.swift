internal import Core
internal import Harness
internal import Testing

@Suite("The gateway finds the route and says exactly what was asked", .serialized) struct GatewayRouteTests {
  /// The routes of the examples in AWS's documentation
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
  private static let routes = """
          Events:
            One: {Type: HttpApi, Properties: {Method: get, Path: /pets/dog/1}}
            Dog: {Type: HttpApi, Properties: {Method: get, Path: "/pets/dog/{id}"}}
            Pets: {Type: HttpApi, Properties: {Method: get, Path: "/pets/{proxy+}"}}
            Any: {Type: HttpApi, Properties: {Method: any, Path: "/{proxy+}"}}
            Old: {Type: HttpApi, Properties: {Method: any, Path: "/old/{id}", PayloadFormatVersion: "1.0"}}
            Rest: {Type: HttpApi}
    """

  private static func template(_ api: String) -> String {
    """
    Resources:
      Api: {Type: AWS::Serverless::HttpApi, Properties: \(api)}
      Echo:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/GatewayFunction
    \(routes)
    """
  }

  @Test("A full match comes before a greedy one, a greedy one before $default")
  func precedence() throws {
    try RunningHost.with(Self.template("{}")) { host in
      let expected: [(method: String, path: String, route: String, parameters: JSON?)] = [
        ("GET", "/pets/dog/1", "GET /pets/dog/1", nil), ("GET", "/pets/dog/1/", "GET /pets/dog/1", nil),
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}", ["id": "2"]),
        ("GET", "/pets/dog/2/3", "GET /pets/{proxy+}", ["proxy": "dog/2/3"]),
        ("GET", "/pets/cat/1", "GET /pets/{proxy+}", ["proxy": "cat/1"]),
        ("GET", "/pets/a%20b//c/", "GET /pets/{proxy+}", ["proxy": "a b//c/"]),
        ("POST", "/pets/dog/1", "ANY /{proxy+}", ["proxy": "pets/dog/1"]),
        ("POST", "/test/5", "ANY /{proxy+}", ["proxy": "test/5"]),
        ("GET", "/pets", "ANY /{proxy+}", ["proxy": "pets"]), ("GET", "/", "$default", nil),
        ("BREW", "/pot", "ANY /{proxy+}", ["proxy": "pot"]),
      ]
      for (method, path, route, parameters) in expected {
        let event = try host.gateway.call(method, path).json
        #expect(event["routeKey"]?.string == route, "\(method) \(path)")
        #expect(event["requestContext"]?["routeKey"]?.string == route, "\(method) \(path)")
        #expect(event["pathParameters"] == parameters, "\(method) \(path)")
      }
    }
  }

  @Test("A named stage is the first part of paths, and its variables are in the event")
  func stages() throws {
    try RunningHost.with(Self.template("{StageName: prod, StageVariables: {color: red}}")) { host in
      let event = try host.gateway.get("/prod/pets/dog/7").json
      #expect(event["routeKey"]?.string == "GET /pets/dog/{id}")
      #expect(event["rawPath"]?.string == "/prod/pets/dog/7")
      #expect(event["requestContext"]?["http"]?["path"]?.string == "/prod/pets/dog/7")
      #expect(event["requestContext"]?["stage"]?.string == "prod")
      #expect(event["stageVariables"] == ["color": "red"])
      #expect(try host.gateway.get("/prod").json["routeKey"]?.string == "$default")
      for path in ["/pets/dog/7", "/production/pets/dog/7", "/"] {
        let answer = try host.gateway.get(path)
        #expect(answer.status == 404, "\(path)")
        #expect(answer.text == #"{"message":"Not Found"}"#)
      }
    }
  }

  @Test(
    "Path and query arrive byte for byte; what is repeated is joined; what the gateway says itself is not forged"
  )
  func faithfulness() throws {
    try RunningHost.with(Self.template("{}")) { host in
      let connection = try RawConnection(port: host.gatewayPort)
      connection.send(
        "GET /a%2fB//%E4?x=%2B+%zz&y&x=&%C3%A4=1;2 HTTP/1.1\r\nHost: api.example:81\r\nX-Two: a\r\nx-two: b, c\r\n"
          + "Cookie: a=1;b=2\r\nCookie: c=3\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: gopher\r\n"
          + "User-Agent: tests\r\nConnection: close\r\n\r\n")
      try connection.read { _ in false }
      let event = try JSON(
        parsing: connection.received.split(separator: "\r\n\r\n").last.map(String.init) ?? "")
      #expect(event["rawPath"]?.string == "/a%2fB//%E4")
      #expect(event["rawQueryString"]?.string == "x=%2B+%zz&y&x=&%C3%A4=1;2")
      #expect(event["queryStringParameters"] == ["x": "+ %zz,", "y": "", "ä": "1;2"])
      #expect(event["headers"]?["x-two"]?.string == "a,b, c")
      #expect(event["cookies"] == ["a=1", "b=2", "c=3"])
      #expect(event["headers"]?["x-forwarded-for"]?.string == "1.2.3.4, 127.0.0.1")
      #expect(event["headers"]?["x-forwarded-proto"]?.string == "http")
      #expect(event["headers"]?["x-forwarded-port"]?.string == "81")
      #expect(event["requestContext"]?["domainName"]?.string == "api.example:81")
      #expect(event["requestContext"]?["domainPrefix"]?.string == "api")
      #expect(event["requestContext"]?["http"]?["userAgent"]?.string == "tests")
      #expect(event["requestContext"]?["http"]?["sourceIp"]?.string == "127.0.0.1")
    }
  }

  @Test("A route may ask for payload format 1.0")
  func formatOne() throws {
    try RunningHost.with(Self.template("{StageVariables: {color: red}}")) { host in
      let event = try host.gateway.call(
        "POST", "/old/5?a=1&a=2", Array("text".utf8),
        headers: ["Content-Type": "text/plain", "X-Case": "kept", "Cookie": "a=1; b=2"]
      ).json
      #expect(event["version"]?.string == "1.0")
      #expect(event["resource"]?.string == "/old/{id}")
      #expect(event["path"]?.string == "/old/5")
      #expect(event["httpMethod"]?.string == "POST")
      #expect(event["headers"]?["X-Case"]?.string == "kept")
      #expect(event["multiValueHeaders"]?["X-Case"] == ["kept"])
      #expect(event["headers"]?["Cookie"]?.string == "a=1; b=2")
      #expect(event["queryStringParameters"] == ["a": "2"])
      #expect(event["multiValueQueryStringParameters"] == ["a": ["1", "2"]])
      #expect(event["pathParameters"] == ["id": "5"])
      #expect(event["stageVariables"] == ["color": "red"])
      #expect(event["body"]?.string == "text")
      #expect(event["isBase64Encoded"]?.bool == false)
      let context = event["requestContext"]
      #expect(context?["resourcePath"]?.string == "/old/{id}")
      #expect(context?["identity"]?["sourceIp"]?.string == "127.0.0.1")
      #expect(context?["requestTimeEpoch"]?.integer != nil)
      #expect(try host.gateway.get("/old/5").json["queryStringParameters"] == .null)
    }
  }

  private static let own = """
    Resources:
      Api: {Type: AWS::Serverless::HttpApi, Properties: {}}
      Echo:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/GatewayFunction
          Events:
            Show: {Type: HttpApi, Properties: {Method: get, Path: "/things/{id}"}}
            List: {Type: HttpApi, Properties: {Method: get, Path: /things}}
            Make: {Type: HttpApi, Properties: {Method: post, Path: /things}}
            Own: {Type: HttpApi, Properties: {Method: head, Path: /own}}
            Get: {Type: HttpApi, Properties: {Method: get, Path: /own}}
            Status: {Type: HttpApi, Properties: {Method: post, Path: /only}}
    """

  /// The answer as bytes: a client would not read a body behind a HEAD.
  private func head(_ path: String, _ host: RunningHost) throws -> (
    status: String?, head: String, body: String
  ) {
    let connection = try RawConnection(port: host.gatewayPort)
    connection.send("HEAD \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    try connection.read { _ in false }
    let parts = connection.received.ranges(of: "\r\n\r\n")
    let end = try #require(parts.first)
    return (
      connection.statuses.first, connection.received[..<end.lowerBound].lowercased(),
      String(connection.received[end.upperBound...])
    )
  }

  @Test(
    "HEAD is GET without the body of its answer, where no route is for it; where there is one, that takes it")
  func heads() throws {
    try RunningHost.with(Self.own) { host in
      for path in ["/things", "/things/1", "/things/1/", "/things?x=1", "/%74hings"] {
        let (got, answer) = (try host.gateway.get(path), try head(path, host))
        #expect(answer.status == "200" && answer.body.isEmpty, "\(path)")
        #expect(answer.head.contains("content-length: ") && answer.head.contains("content-type: "), "\(path)")
        // The function is called as for GET.
        #expect(got.json["requestContext"]?["http"]?["method"]?.string == "GET")
        let lengths = answer.head.split(separator: "\r\n").filter { $0.hasPrefix("content-length: ") }
        #expect(lengths.count == 1 && lengths[0] != "content-length: 0", "\(path)")
      }
      for path in ["/only", "/none", "/things/1/2"] {
        #expect(try head(path, host).status == "404", "\(path)")
      }
      #expect(try head("/own", host).status == "200")
      #expect(try host.gateway.get("/own").json["routeKey"]?.string == "GET /own")
    }
    // Where another route takes every method, HEAD is one of them, as on AWS.
    try RunningHost.with(Self.template("{}")) { host in
      let log = try head("/pets/dog/1", host)
      #expect(log.status == "200" && log.body.isEmpty)
    }
  }

  @Test("Escapes that change nothing lead to the same route, and what they separate stays apart")
  func escapes() throws {
    try RunningHost.with(Self.own) { host in
      let expected: [(path: String, raw: String, parameters: JSON?)] = [
        ("/%74%68ings", "/things", nil), ("/t%68ings/%31", "/things/1", ["id": "1"]),
        ("/things/%7E%2d%5f%2E", "/things/~-_.", ["id": "~-_."]),
        ("/things/a%2Fb", "/things/a%2Fb", ["id": "a/b"]), ("/things/a%2fb", "/things/a%2fb", ["id": "a/b"]),
        // Not decoded twice: it stands for the text %73.
        ("/things/%2573", "/things/%2573", ["id": "%73"]),
      ]
      for (path, raw, parameters) in expected {
        let event = try host.gateway.get(path).json
        #expect(event["rawPath"]?.string == raw, "\(path)")
        #expect(event["requestContext"]?["http"]?["path"]?.string == raw, "\(path)")
        #expect(event["pathParameters"] == parameters, "\(path)")
      }
      // An escaped slash is none, and neither is an escaped question mark the beginning of a query.
      for path in ["/things%2F1", "%2Fthings", "/things%3Fx=1", "/%2574hings", "/things/1%2F..%2F2/x"] {
        #expect(try host.gateway.get(path.hasPrefix("/") ? path : "/" + path).status == 404, "\(path)")
      }
    }
  }
}
