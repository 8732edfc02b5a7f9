internal import Core
internal import LambdaRuntime
internal import Testing

@Suite("Requests read the same, whichever gateway they come from") struct EventRequestTests {
  private func request(_ sample: String) throws -> Request {
    try Array(sample.utf8).withUnsafeBytes { try Request(event: $0) }
  }

  private func names(_ pairs: [(name: String, value: String)]) -> [String] {
    pairs.map { "\($0.name)=\($0.value)" }
  }

  @Test("Payload format 2.0") func version2() throws {
    let request = try request(HTTPSamples.version2)
    #expect(request.payload == .version2)
    #expect(request.method == "POST")
    #expect(request.path == "/path/to/resource")
    #expect(request.routeKey == "$default")
    #expect(request.rawQuery == "parameter1=value1&parameter1=value2&parameter2=value")
    #expect(request.cookies == ["cookie1", "cookie2"])
    #expect(names(request.headers) == ["header1=value1", "header2=value1,value2"])
    #expect(names(request.query) == ["parameter1=value1,value2", "parameter2=value"])
    #expect(request.pathParameter("parameter1") == "value1")
    #expect(request.stageVariable("stageVariable2") == "value2")
    #expect(String(decoding: request.body, as: UTF8.self) == #"{"test":"body"}"#)
    #expect(request.sourceIP == "192.168.0.1/32")
    #expect(request.userAgent == "agent")
    #expect(request.stage == "prod")
    #expect(request.accountID == "123456789012")
    #expect(request.apiID == "api-id")
    #expect(request.gatewayRequestID == "id")
    #expect(request.domainName == "id.execute-api.amazonaws.com")
    #expect(request.domainPrefix == "id")
    #expect(request.time == Instant(microseconds: 1_583_348_638_390_000))
    #expect(request.authorizer?.claims == ["claim1": "value1", "claim2": "value2"])
    #expect(request.authorizer?.scopes == ["scope1", "scope2"])
  }

  @Test("Payload format 1.0 of an HTTP API") func version1() throws {
    let request = try request(HTTPSamples.version1)
    #expect(request.payload == .version1)
    #expect(request.method == "GET")
    #expect(request.routeKey == "GET /my/path")
    #expect(request.rawQuery == "parameter1=value1&parameter1=value2&parameter2=value%20%26")
    #expect(names(request.query) == ["parameter1=value1,value2", "parameter2=value &"])
    #expect(names(request.headers) == ["header1=value1", "header2=value1,value2"])
    #expect(request.cookies == ["a=1", "b=2"])
    #expect(String(decoding: request.body, as: UTF8.self) == "Hello from Lambda!")
    #expect(request.sourceIP == "192.0.2.1")
    #expect(request.userAgent == "user-agent")
    #expect(request.time == Instant(microseconds: 1_583_349_317_135_000))
    #expect(request.authorizer?.claims == [:])
    #expect(request.authorizer?.context == [:])
  }

  @Test("A REST API, whose events name no version") func rest() throws {
    let request = try request(HTTPSamples.rest)
    #expect(request.payload == .version1)
    #expect(request.routeKey == "POST /{proxy+}")
    #expect(request.header("accept-encoding") == "gzip, deflate, sdch")
    #expect(request.header("x-forwarded-for") == "127.0.0.1, 127.0.0.2")
    #expect(request.pathParameter("proxy") == "/path/to/resource")
    #expect(request.sourceIP == "127.0.0.1")
    #expect(request.authorizer == nil)
  }

  @Test("A function URL with its signer") func functionURL() throws {
    let request = try request(HTTPSamples.functionURL)
    #expect(request.payload == .version2)
    #expect(request.routeKey == "$default")
    #expect(request.domainName == "urlid1234.lambda-url.us-west-2.on.aws")
    #expect(request.authorizer?.signer["userArn"] == "arn:aws:iam::111122223333:user/example-user")
    #expect(request.authorizer?.claims == [:])
  }

  @Test("What a Lambda authorizer gave, in both formats") func authorizerContext() throws {
    let version2 = try request(
      #"{"version": "2.0", "requestContext": {"authorizer": {"lambda": {"team": "blue", "level": 3}}}}"#)
    #expect(version2.authorizer?.context == ["team": "blue", "level": 3])
    let version1 = try request(
      #"{"version":"1.0","requestContext":{"authorizer":{"principalId":"ana","integrationLatency":5,"team":"blue"}}}"#
    )
    #expect(version1.authorizer?.principalID == "ana")
    #expect(version1.authorizer?.context == ["team": "blue"])
  }

  @Test("A body keeps every byte, escaped or not") func body() throws {
    let text = (0..<200).map { String(repeating: "é\"\\\n\u{1}😹x", count: $0) }.joined(separator: "/")
    let event = JSON.object(["body": .string(text)]).text
    #expect(try request(event).body == Array(text.utf8))
    #expect(
      try request(#"{"body":"\u00e9\ud83d\ude39\/\b\f\t\r","x":1}"#).body == Array("é😹/\u{8}\u{C}\t\r".utf8))
  }

  @Test("Names that are written with escapes are the same names") func escapedNames() throws {
    #expect(try request(#"{"r\u0061wPath": "/x"}"#).path == "/x")
  }

  @Test("Bytes behind the event are refused") func surplus() {
    #expect(throws: JSONError.self) { try request("{} {}") }
  }
}

@Suite("Events of other sources are read by AWS's samples") struct EventReadingTests {
  private func bytes<Value>(_ sample: String, _ read: (UnsafeRawBufferPointer) throws -> Value) rethrows
    -> Value
  {
    try Array(sample.utf8).withUnsafeBytes(read)
  }

  @Test("A WebSocket connection from its beginning to its end") func webSocket() throws {
    let connect = try bytes(WebSocketSamples.connect) { try WebSocketEvent(event: $0) }
    #expect(connect.kind == .connect)
    #expect(connect.routeKey == "$connect")
    #expect(connect.connectionID == "JG4RXfSJjoECE4w=")
    #expect(connect.domainName == "abcd123.execute-api.us-west-2.amazonaws.com")
    #expect(connect.stage == "production")
    #expect(connect.header("sec-websocket-version") == "13")
    #expect(connect.queryParameter("room") == "lobby")
    #expect(connect.sourceIP == "203.0.113.11")
    #expect(connect.authorizer?.principalID == "ana")
    #expect(connect.authorizer?.context == ["team": "blue"])
    #expect(connect.connectedTime == Instant(microseconds: 1_688_052_279_834_000))
    let message = try bytes(WebSocketSamples.message) { try WebSocketEvent(event: $0) }
    #expect(message.kind == .message)
    #expect(message.messageID == "JG4RaeSCDoECE8Q=")
    #expect(try JSON(parsing: message.body) == ["action": "sendmessage", "data": "héllo"])
    let disconnect = try bytes(WebSocketSamples.disconnect) { try WebSocketEvent(event: $0) }
    #expect(disconnect.kind == .disconnect)
    #expect(disconnect.disconnectStatus == 1005)
    #expect(disconnect.disconnectReason == "")
  }

  @Test("Messages of a queue with all that SQS and the sender tell") func queue() throws {
    let messages = try bytes(QueueSamples.fifo) { try QueueMessage.batch(event: $0) }
    let message = try #require(messages.first)
    #expect(message.messageID == "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5")
    #expect(message.body == "Test message.")
    #expect(message.receiveCount == 2)
    #expect(message.isFIFO)
    #expect(message.groupID == "1")
    #expect(message.deduplicationID == "1")
    #expect(message.sequenceNumber == "18849496460467696128")
    #expect(message.sentTime == Instant(microseconds: 1_573_251_510_774_000))
    #expect(message.senderID == "AIDAIO23YVJENQZJOL4VO")
    #expect(message.traceHeader == "Root=1-5759e988-bd862e3fe1be46a994272793")
    #expect(message.messageAttribute("kind")?.value == .text("note"))
    #expect(message.messageAttribute("size")?.dataType == "Number.int")
    #expect(message.messageAttribute("size")?.value == .text("12345678901234567890"))
    #expect(message.messageAttribute("blob")?.value == .binary([0, 0xFF, 0xFE, 0x80]))
    let standard = try bytes(QueueSamples.standard) { try QueueMessage.batch(event: $0) }
    #expect(standard.first?.groupID == nil)
    #expect(standard.first?.isFIFO == false)
  }

  @Test("Objects of S3, by the key that they are stored under") func objects() throws {
    let put = try #require(try bytes(ObjectSamples.put) { try ObjectRecord.all(event: $0) }.first)
    #expect(put.eventName == "ObjectCreated:Put")
    #expect(put.bucket == "example-bucket")
    #expect(put.key == "test/key")
    #expect(put.size == 1024)
    #expect(put.time == Instant(seconds: 0))
    let removed = try #require(try bytes(ObjectSamples.removed) { try ObjectRecord.all(event: $0) }.first)
    #expect(removed.key == "photos/happy face + café.jpg")
    #expect(removed.size == nil)
    #expect(removed.versionID == "096fKKXTRTtl3on89fVO.nfljtsv6qko")
    #expect(removed.sequencer == "0055AED6DCD90281E5")
    #expect(try bytes(ObjectSamples.test) { try ObjectRecord.all(event: $0) }.isEmpty)
  }

  @Test("A tick in its envelope, and an input as it is") func schedules() throws {
    let tick = try bytes(ScheduleSamples.rule) { try ScheduledEvent(event: $0) }
    #expect(tick.id == "cdc73f9d-aea9-11e3-9d5a-835b769c0d9c")
    #expect(tick.time == Instant(seconds: 0))
    #expect(tick.detailType == "Scheduled Event")
    #expect(tick.resources == ["arn:aws:events:us-east-1:123456789012:rule/ExampleRule"])
    #expect(tick.input == [:])
    let input = try bytes(ScheduleSamples.input) { try ScheduledEvent(event: $0) }
    #expect(input.id == nil)
    #expect(input.input == ["task": "sweep", "detail": ["depth": 3]])
    #expect(try bytes("\"just text\"") { try ScheduledEvent(event: $0) }.input == "just text")
  }

  @Test("What an authorizer is asked, in every form") func authorizers() throws {
    let version2 = try bytes(AuthorizerSamples.version2) { try AuthorizerRequest(event: $0) }
    #expect(version2.identitySources == ["user1", "123"])
    #expect(version2.resource == "arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request")
    #expect(version2.request.payload == .version2)
    #expect(version2.request.header("header2") == "value2")
    let version1 = try bytes(AuthorizerSamples.version1) { try AuthorizerRequest(event: $0) }
    #expect(version1.identitySources == ["user1", "123"])
    #expect(version1.request.payload == .version1)
    #expect(version1.request.header("headerauth1") == "headerValue1")
    let token = try bytes(AuthorizerSamples.token) { try AuthorizerRequest(event: $0) }
    #expect(token.token == "incoming-client-token")
    #expect(token.resource.hasPrefix("arn:aws:execute-api:us-east-1:123456789012:abcdef123/prod/POST/"))
    let rest = try bytes(AuthorizerSamples.rest) { try AuthorizerRequest(event: $0) }
    #expect(rest.token == nil)
    #expect(rest.request.queryParameter("QueryString1") == "queryValue1")
  }
}
