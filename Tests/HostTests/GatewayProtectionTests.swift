internal import Core
internal import Harness
internal import Testing

@Suite("The gateway lets in only what it should", .serialized) struct GatewayProtectionTests {
  private static func template(_ api: String) -> String {
    """
    Resources:
      Api: {Type: AWS::Serverless::HttpApi, Properties: \(api)}
      Echo:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/GatewayFunction
          Events:
            Open: {Type: HttpApi, Properties: {Method: get, Path: /open, Auth: {Authorizer: NONE}}}
            Item: {Type: HttpApi, Properties: {Method: get, Path: "/items/{id}"}}
            Old: {Type: HttpApi, Properties: {Method: get, Path: /old, PayloadFormatVersion: "1.0"}}
            Own: {Type: HttpApi, Properties: {Method: get, Path: /own, RouteSettings: {ThrottlingBurstLimit: 1, ThrottlingRateLimit: 0}, Auth: {Authorizer: NONE}}}
      Decide:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: Tests/GatewayFunction}
    """
  }

  private static func authorizer(_ properties: String) -> String {
    "{Auth: {DefaultAuthorizer: Mine, Authorizers: {Mine: {FunctionArn: !GetAtt Decide.Arn, \(properties)}}}}"
  }

  private static let simple = "AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true"

  // MARK: Limits

  @Test("Requests beyond a route's limits are refused until their time comes")
  func throttling() throws {
    let api = """
      {DefaultRouteSettings: {ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0}, RouteSettings: {"GET /old": {ThrottlingBurstLimit: 1, ThrottlingRateLimit: 100}}}
      """
    try RunningHost.with(Self.template(api)) { host in
      func statuses(_ path: String, _ count: Int) throws -> [Int] {
        try (0..<count).map { _ in try host.gateway.get(path).status }
      }
      // Each route has its own bucket; nothing flows into these.
      #expect(try statuses("/open", 3) == [200, 200, 429])
      #expect(try statuses("/items/1", 3) == [200, 200, 429])
      #expect(try statuses("/own", 2) == [200, 429])
      let refused = try host.gateway.get("/open")
      #expect(refused.text == #"{"message":"Too Many Requests"}"#)
      #expect(refused.header("apigw-requestid")?.isEmpty == false)
      // Here one more comes every 10 ms.
      #expect(try statuses("/old", 1) == [200])
      _ = try wait(for: "the next token", upTo: .seconds(10)) {
        try host.gateway.get("/old").status == 200 ? true : nil
      }
    }
  }

  @Test("Request line and headers may have 10,240 bytes")
  func headSize() throws {
    try RunningHost.with(Self.template("{}")) { host in
      let rest = "GET /open HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n".utf8.count
      for (size, status) in [(10_240, "200"), (10_241, "431")] {
        let connection = try RawConnection(port: host.gatewayPort)
        let value = String(repeating: "a", count: size - rest)
        connection.send("GET /open HTTP/1.1\r\nHost: a\r\nX: \(value)\r\n\r\n")
        try connection.read { $0.contains("\r\n\r\n") }
        #expect(connection.statuses == [status], "\(size)")
      }
    }
  }

  // MARK: Authorizers

  @Test("An authorizer with simple answers lets in, refuses, and tells the function who it is")
  func simpleAuthorizer() throws {
    let api = Self.authorizer(Self.simple + ", Identity: {Headers: [X-Token], QueryStrings: [q]}")
    try RunningHost.with(Self.template(api)) { host in
      func get(_ path: String, _ token: String?) throws -> Client.Answer {
        try host.gateway.call("GET", path, headers: token.map { ["X-Token": $0] } ?? [:])
      }
      #expect(try get("/open", nil).status == 200)
      for (path, token) in [("/items/1?q=1", nil), ("/items/1", "allow"), ("/items/1?q=", "allow")] {
        let missing = try get(path, token)
        #expect(missing.status == 401)
        #expect(missing.text == #"{"message":"Unauthorized"}"#)
      }
      let denied = try get("/items/1?q=1", "deny")
      #expect(denied.status == 403)
      #expect(denied.text == #"{"message":"Forbidden"}"#)
      for broken in ["fail", "nonsense"] {
        let answer = try get("/items/1?q=1", broken)
        #expect(answer.status == 500, "\(broken)")
        #expect(answer.text == #"{"message":"Internal Server Error"}"#)
      }
      let context = try get("/items/1?q=x", "allow").json["requestContext"]?["authorizer"]?["lambda"]
      #expect(context?["user"]?.string == "ann")
      let event = context?["event"]
      #expect(event?["version"]?.string == "2.0")
      #expect(event?["type"]?.string == "REQUEST")
      #expect(event?["routeKey"]?.string == "GET /items/{id}")
      #expect(event?["identitySource"] == ["allow", "x"])
      #expect(event?["pathParameters"] == ["id": "1"])
      #expect(
        event?["routeArn"]?.string == "arn:aws:execute-api:local:000000000000:local/$default/GET/items/1")
      #expect(event?["body"] == nil)
      #expect(try get("/old?q=x", "allow").json["requestContext"]?["authorizer"]?["user"]?.string == "ann")
    }
  }

  @Test("A policy is held against the route that is asked for", arguments: ["1.0", "2.0"])
  func policies(_ format: String) throws {
    let api = Self.authorizer("AuthorizerPayloadFormatVersion: '\(format)', Identity: {Headers: [X-Token]}")
    try RunningHost.with(Self.template(api)) { host in
      for (decision, status) in [
        ("this route", 200), ("all routes", 200), ("all but this", 403), ("another route", 403),
        ("odd effect", 500), ("allow", 500),
      ] {
        let answer = try host.gateway.call("GET", "/items/1", headers: ["X-Token": decision])
        #expect(answer.status == status, "\(decision)")
      }
    }
  }

  @Test("A decision is kept for its identity, as long as the template says")
  func keptDecisions() throws {
    func decisions(_ identity: String) throws -> [Int64?] {
      var counts: [Int64?] = []
      try RunningHost.with(Self.template(Self.authorizer(Self.simple + ", Identity: {\(identity)}"))) {
        host in
        for token in ["allow a", "allow a", "allow b", "allow a"] {
          let event = try host.gateway.call("GET", "/items/1", headers: ["X-Token": token]).json
          counts.append(event["requestContext"]?["authorizer"]?["lambda"]?["decisions"]?.integer)
        }
      }
      return counts
    }
    #expect(try decisions("Headers: [X-Token], ReauthorizeEvery: 3600") == [1, 1, 2, 1])
    #expect(try decisions("Headers: [X-Token], ReauthorizeEvery: 0") == [1, 2, 3, 4])
  }

  @Test("A kept policy is held against each route anew, and a source may be of the context")
  func keptPolicy() throws {
    let kept = "AuthorizerPayloadFormatVersion: '2.0', Identity: {Headers: [X-Token], ReauthorizeEvery: 3600}"
    try RunningHost.with(Self.template(Self.authorizer(kept))) { host in
      func get(_ path: String) throws -> Client.Answer {
        try host.gateway.call("GET", path, headers: ["X-Token": "this route"])
      }
      let (first, other, again) = (try get("/items/1"), try get("/items/2"), try get("/items/1"))
      #expect(first.status == 200)
      #expect(other.status == 403)
      #expect(again.json["requestContext"]?["authorizer"]?["lambda"]?["decisions"]?.integer == 1)
    }
    let byRoute =
      Self.simple + ", Identity: {Headers: [X-Token], Context: [routeKey], ReauthorizeEvery: 3600}"
    try RunningHost.with(Self.template(Self.authorizer(byRoute))) { host in
      for (path, count) in [("/items/1", 1), ("/items/2", 1), ("/old", 2)] {
        let event = try host.gateway.call("GET", path, headers: ["X-Token": "allow"]).json
        let authorizer = event["requestContext"]?["authorizer"]
        let context = authorizer?["lambda"] ?? authorizer
        #expect(context?["decisions"]?.integer == Int64(count), "\(path)")
      }
    }
  }
}
