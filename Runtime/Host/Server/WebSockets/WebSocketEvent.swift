internal import Core
internal import HTTPServer

/// Builds the events of a WebSocket API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html).
struct WebSocketEvent {
  enum Kind {
    case connect(HTTPRequest)
    case message(String)
    case disconnect(CloseReason)
  }

  let kind: Kind
  let routeKey: String
  let client: WebSocketClient
  let apiID: String
  let stage: String
  let requestID: String
  let time: GatewayTime

  func encoded() -> [UInt8] {
    var writer = JSONWriter(capacity: 1024)
    writer.object { writer in
      writeRequest(&writer)
      writeContext(&writer)
      if case .message(let text) = kind { writer.member("body", text) }
      writer.flag("isBase64Encoded", false)
    }
    return writer.bytes
  }

  /// What a `REQUEST` authorizer is asked
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html).
  func authorization(_ arn: String, stageVariables: [(name: String, value: String)]) -> [UInt8] {
    var writer = JSONWriter(capacity: 1024)
    writer.object { writer in
      writer.member("type", "REQUEST")
      writer.member("methodArn", arn)
      writeRequest(&writer)
      writer.name("stageVariables")
      writer.object { writer in for (name, value) in stageVariables { writer.member(name, value) } }
      writeContext(&writer)
    }
    return writer.bytes
  }

  /// Headers and query come with `$connect` only; `$disconnect` has the few headers that AWS adds itself.
  private func writeRequest(_ writer: inout JSONWriter) {
    switch kind {
    case .connect(let request):
      var headers = request.headers
      if request.header("x-forwarded-for") == nil {
        headers.append(("X-Forwarded-For", request.remoteAddress))
      }
      writer.pairs("headers", "multiValueHeaders", headers)
      if !request.query.isEmpty {
        writer.pairs("queryStringParameters", "multiValueQueryStringParameters", URLForm.parse(request.query))
      }
    case .disconnect:
      writer.pairs(
        "headers", "multiValueHeaders",
        [("Host", client.domainName), ("x-api-key", ""), ("X-Forwarded-For", ""), ("x-restapi", "")])
    case .message: break
    }
  }

  private func writeContext(_ writer: inout JSONWriter) {
    writer.name("requestContext")
    writer.object { writer in
      writer.member("routeKey", routeKey)
      writeKind(&writer)
      if let authorizer = client.authorizer {
        writer.name("authorizer")
        writer.write(raw: authorizer)
      }
      writer.member("extendedRequestId", requestID)
      writer.member("requestTime", time.text)
      writer.member("messageDirection", "IN")
      writer.member("stage", stage)
      writer.name("connectedAt")
      writer.write(client.connectedAt.microseconds / 1000)
      writer.name("requestTimeEpoch")
      writer.write(time.milliseconds)
      writer.name("identity")
      writer.object { writer in
        writer.member("userAgent", client.userAgent)
        writer.member("sourceIp", client.address)
      }
      writer.member("requestId", requestID)
      writer.member("domainName", client.domainName)
      writer.member("connectionId", client.id)
      writer.member("apiId", apiID)
    }
  }

  private func writeKind(_ writer: inout JSONWriter) {
    switch kind {
    case .connect: writer.member("eventType", "CONNECT")
    case .message:
      writer.member("messageId", WebSocketClient.newID())
      writer.member("eventType", "MESSAGE")
    case .disconnect(let reason):
      writer.name("disconnectStatusCode")
      writer.write(Int64(reason.code))
      writer.member("eventType", "DISCONNECT")
      writer.member("disconnectReason", reason.text)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func flag(_ name: String, _ value: Bool) {
    self.name(name)
    write(.bool(value))
  }

  /// Under the first name the last value of each, under the second all of them.
  fileprivate mutating func pairs(
    _ single: String, _ multiple: String, _ pairs: [(name: String, value: String)]
  ) {
    var values: [(name: String, values: [String])] = []
    for (name, value) in pairs {
      if let index = values.firstIndex(where: { $0.name == name }) {
        values[index].values.append(value)
      } else {
        values.append((name, [value]))
      }
    }
    name(single)
    object { writer in for entry in values { writer.member(entry.name, entry.values.last ?? "") } }
    name(multiple)
    object { writer in
      for entry in values {
        writer.name(entry.name)
        writer.array { writer in for value in entry.values { writer.write(value) } }
      }
    }
  }
}
