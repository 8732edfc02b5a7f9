package import Core

/// What happens on a connection of a WebSocket API
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html).
package struct WebSocketEvent {
  package enum Kind: String, Sendable {
    case connect = "CONNECT"
    case message = "MESSAGE"
    case disconnect = "DISCONNECT"
  }

  package private(set) var kind = Kind.message
  package private(set) var connectionID = ""
  /// `$connect`, `$disconnect`, `$default` or a route of the API's own.
  package private(set) var routeKey = ""
  package private(set) var messageID: String?
  package private(set) var domainName = ""
  package private(set) var stage = ""
  package private(set) var apiID = ""
  package private(set) var gatewayRequestID = ""
  package private(set) var sourceIP = ""
  package private(set) var userAgent = ""
  package private(set) var time: Instant?
  package private(set) var connectedTime: Instant?
  /// Of `$disconnect`: the code (RFC 6455 §7.4) and the reason that ended the connection.
  package private(set) var disconnectStatus: Int?
  package private(set) var disconnectReason: String?
  /// Of `$connect` and `$disconnect`; names in lower case.
  package private(set) var headers: [(name: String, value: String)] = []
  /// Of `$connect`.
  package private(set) var query: [(name: String, value: String)] = []
  package private(set) var stageVariables: [(name: String, value: String)] = []
  /// What the authorizer of `$connect` gave, at every event of the connection.
  package private(set) var authorizer: RequestAuthorizer?
  package private(set) var body: [UInt8] = []

  package init(event: UnsafeRawBufferPointer) throws(JSONError) {
    var reader = JSONReader(event)
    var text: [UInt8]?
    var isBase64 = false
    try reader.readObject { (name, reader) throws(JSONError) in
      switch name {
      case "requestContext":
        try reader.readMembers { (name, reader) throws(JSONError) in try readContext(name, &reader) }
      case "headers": headers = try reader.readPairs().map { ($0.name.lowercased(), $0.value) }
      case "queryStringParameters": query = try reader.readPairs()
      case "stageVariables": stageVariables = try reader.readPairs()
      case "body": if !reader.nextIsNull() { text = try reader.readStringBytes() }
      case "isBase64Encoded": isBase64 = try reader.readFlag()
      default: break
      }
    }
    try reader.finish()
    guard !connectionID.isEmpty else {
      throw JSONError(reason: "not an event of a WebSocket API", offset: reader.offset)
    }
    guard let decoded = isBase64 ? Base64.decode(text ?? []) : text ?? [] else {
      throw JSONError(reason: "the body is not base 64", offset: reader.offset)
    }
    body = decoded
  }

  private mutating func readContext(_ name: JSONName, _ reader: inout JSONReader) throws(JSONError) {
    switch name {
    case "eventType":
      guard let kind = Kind(rawValue: try reader.readText()) else {
        throw JSONError(reason: "unknown event type", offset: reader.offset)
      }
      self.kind = kind
    case "connectionId": connectionID = try reader.readText()
    case "routeKey": routeKey = try reader.readText()
    case "messageId": messageID = try reader.readOptionalString()
    case "domainName": domainName = try reader.readText()
    case "stage": stage = try reader.readText()
    case "apiId": apiID = try reader.readText()
    case "requestId": gatewayRequestID = try reader.readText()
    case "requestTimeEpoch": time = try reader.readMilliseconds()
    case "connectedAt": connectedTime = try reader.readMilliseconds()
    case "disconnectStatusCode": disconnectStatus = try reader.readValue().integer.map { Int($0) }
    case "disconnectReason": disconnectReason = try reader.readOptionalString()
    case "authorizer":
      if !reader.nextIsNull() { authorizer = RequestAuthorizer(try reader.readValue()) }
    case "identity":
      try reader.readMembers { (name, reader) throws(JSONError) in
        switch name {
        case "sourceIp": sourceIP = try reader.readText()
        case "userAgent": userAgent = try reader.readText()
        default: break
        }
      }
    default: break
    }
  }

  /// `name` in lower case.
  package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  package func queryParameter(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
