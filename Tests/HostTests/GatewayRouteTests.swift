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
}
