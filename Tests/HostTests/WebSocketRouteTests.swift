internal import Core
internal import Harness
internal import Host
internal import Testing

@Suite("WebSocket events reach the functions of their routes as API Gateway's do", .serialized)
struct WebSocketRouteTests {
  @Test("$connect is told headers and query; all events of a connection carry its context")
  func events() throws {
    try WebSocketHost.with { test in
      let client = try test.connect(
        "/test?a=1&a=2&b=%C3%BC", more: ["User-Agent: tester/1", "X-Twice: 1", "X-Twice: 2"])
      client.send(#"{"action":"unknown"}"#)
      _ = try test.event("MESSAGE")
      client.close(1000)
      let disconnect = try test.event("DISCONNECT")
      let connect = try test.event("CONNECT")
      let message = try test.event("MESSAGE")
      #expect(connect["headers"]?["X-Twice"] == "2")
      #expect(connect["multiValueHeaders"]?["X-Twice"] == ["1", "2"])
      #expect(connect["headers"]?["Sec-WebSocket-Key"]?.string == WebSocketTestClient.key)
      #expect(connect["queryStringParameters"] == ["a": "2", "b": "ü"])
      #expect(connect["multiValueQueryStringParameters"] == ["a": ["1", "2"], "b": ["ü"]])
      #expect(connect["isBase64Encoded"] == false)
      #expect(connect["body"] == nil)
      #expect(message["headers"] == nil)
      #expect(message["body"] == #"{"action":"unknown"}"#)
      #expect(message["isBase64Encoded"] == false)
      #expect(disconnect["headers"]?["x-restapi"] == "")
      check(connect, "$connect")
      check(message, "$default")
      check(disconnect, "$disconnect")
      let ids = [connect, message, disconnect].map { $0["requestContext"]?["connectionId"]?.string }
      #expect(Set(ids).count == 1)
      #expect(ids[0]?.count == 16)
      #expect(message["requestContext"]?["messageId"]?.string != nil)
      #expect(connect["requestContext"]?["messageId"] == nil)
      #expect(disconnect["requestContext"]?["disconnectStatusCode"] == 1000)
    }
  }

  private func check(_ event: JSON, _ routeKey: String) {
    let context = event["requestContext"]
    #expect(context?["routeKey"]?.string == routeKey)
    #expect(context?["stage"] == "test")
    #expect(context?["apiId"] == "Chat")
    #expect(context?["messageDirection"] == "IN")
    #expect(context?["domainName"]?.string?.hasPrefix("127.0.0.1:") == true)
    #expect(context?["identity"] == ["userAgent": "tester/1", "sourceIp": "127.0.0.1"])
    let (connected, request) = (context?["connectedAt"]?.integer, context?["requestTimeEpoch"]?.integer)
    let now = Instant.now().microseconds / 1000
    #expect((now - 60_000...now).contains(connected ?? 0))
    #expect((now - 60_000...now).contains(request ?? 0))
    #expect(context?["requestId"]?.string != nil)
    #expect(context?["extendedRequestId"]?.string != nil)
    #expect(context?["requestTime"]?.string?.hasSuffix(" +0000") == true)
  }

  @Test(
    "$connect decides: its status refuses the client, its failure is a 502",
    arguments: [
      ("", 101), ("?status=204", 101), ("?status=401", 401), ("?status=403", 403), ("?status=500", 500),
      ("?fail", 502), ("?odd", 502),
    ])
  func refusal(_ query: String, _ status: Int) throws {
    try WebSocketHost.with { test in
      let client = try test.connect("/test" + query)
      #expect(client.status == status)
      try test.waitForConnections(status == 101 ? 1 : 0)
      if status != 101 {
        // Nothing was connected, so nothing is disconnected.
        client.vanish()
        _ = try test.connect().status
        #expect(try test.events().allSatisfy { $0["requestContext"]?["eventType"] == "CONNECT" })
      }
    }
  }

  @Test("The subprotocol is the one that $connect chooses")
  func subprotocol() throws {
    try WebSocketHost.with { test in
      let choosing = try test.connect(more: ["Sec-WebSocket-Protocol: chat,other"])
      #expect(choosing.header("sec-websocket-protocol") == "chat")
      let plain = try test.connect()
      #expect(plain.header("sec-websocket-protocol") == nil)
    }
  }

  @Test("The route is what the selection expression gives; all else is for $default")
  func routes() throws {
    try WebSocketHost.with { test in
      let client = try test.connect()
      let messages = [
        (#"{"action":"answer"}"#, "answer"), (#"{"action":"nowhere"}"#, "$default"), ("not JSON", "$default"),
        (#"{"action":{"a":1}}"#, "$default"), (#"{"action":null}"#, "$default"), ("[1]", "$default"),
        (#"{"action":"$connect"}"#, "$default"), (#"{"action":"$disconnect"}"#, "$default"),
        (#"{"other":"answer"}"#, "$default"),
      ]
      for (body, _) in messages { client.send(body) }
      let taken = try wait(for: "messages", upTo: .seconds(10)) {
        let events = try test.events().filter { $0["requestContext"]?["eventType"] == "MESSAGE" }
        return events.count == messages.count ? events : nil
      }
      for (body, route) in messages {
        let event = taken.first { $0["body"]?.string == body }
        #expect(event?["requestContext"]?["routeKey"]?.string == route, "\(body)")
      }
    }
  }

  @Test("Answers go to the client only where the route says so; failures always do")
  func answers() throws {
    try WebSocketHost.with { test in
      let client = try test.connect()
      client.send(#"{"action":"answer"}"#)
      #expect(try client.next()?.text == #"answer to {"action":"answer"}"#)
      client.send(#"{"action":"echo","text":"back by @connections"}"#)
      #expect(try client.next() == .init(opcode: 1, payload: Array("back by @connections".utf8)))
      client.send(#"{"action":"silent"}"#)
      client.send(#"{"action":"fail"}"#)
      let failure = try JSON(parsing: #require(try client.next()).payload)
      #expect(failure["message"] == "Internal server error")
      #expect(failure["connectionId"]?.string?.count == 16)
      #expect(failure["requestId"]?.string != nil)
    }
  }

  @Test("Without $default, a message for no route is Forbidden; without $connect, everybody is let in")
  func withoutRoutes() throws {
    let template = """
      Resources:
        Chat:
          Type: AWS::Serverless::WebSocketApi
          Properties:
            RouteSelectionExpression: $request.body.action
            Routes:
              known: {FunctionArn: !GetAtt Talk.Arn}
        Talk: {Type: AWS::Serverless::Function, Properties: {CodeUri: Tests/RecordingFunction}}
      """
    try RunningHost.with(template) { host in
      let client = try WebSocketTestClient(port: host.gatewayPort, "/default")
      #expect(client.status == 101)
      client.send("anything")
      #expect(try JSON(parsing: #require(try client.next()).payload)["message"] == "Forbidden")
      client.close(1000)
      #expect(try client.next()?.closeCode == 1000)
    }
  }

  @Test(
    "An authorizer decides before $connect and is told to every event",
    arguments: [
      ("?token=good", 101), ("?token=bad", 403), ("", 401), ("?token=", 401), ("?token=broken", 500),
    ])
  func authorizer(_ query: String, _ status: Int) throws {
    let auth =
      "{AuthType: CUSTOM, AuthArn: !GetAtt Talk.Arn, IdentitySource: [route.request.querystring.token]}"
    try WebSocketHost.with(auth: auth) { test in
      let client = try test.connect("/test" + query)
      #expect(client.status == status)
      let events = try test.events()
      #expect(events.count == (status == 101 ? 2 : status == 401 ? 0 : 1))
      guard status == 101 else { return }
      #expect(events[0]["type"] == "REQUEST")
      #expect(events[0]["methodArn"]?.string?.hasSuffix(":Chat/test/$connect") == true)
      client.send("hello")
      let message = try test.event("MESSAGE")
      #expect(message["requestContext"]?["authorizer"] == ["principalId": "ana", "team": "blue"])
    }
  }

  @Test("A client that vanishes is disconnected with 1006")
  func vanished() throws {
    try WebSocketHost.with { test in
      let client = try test.connect()
      try test.waitForConnections(1)
      client.vanish()
      #expect(try test.event("DISCONNECT")["requestContext"]?["disconnectStatusCode"] == 1006)
      try test.waitForConnections(0)
    }
  }
}
