internal import Core
internal import HTTPServer
internal import HostRights
internal import HostSigning

/// `@connections`: how functions write to clients
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html),
/// below `/execute-api/{api}/{stage}`.
struct ConnectionsEndpoint {
  static let prefix = "/execute-api/"

  private let webSockets: WebSockets
  private let authenticator: RequestAuthenticator

  init(_ webSockets: WebSockets, _ authenticator: RequestAuthenticator) {
    self.webSockets = webSockets
    self.authenticator = authenticator
  }

  func reply(_ request: HTTPRequest) -> HTTPReply {
    let parts = request.path.dropFirst(Self.prefix.count).split(separator: "/")
    guard parts.count == 4, PercentEncoding.decode(parts[2]) == "@connections",
      let api = webSockets.api(String(parts[0]), stage: parts[1])
    else { return Self.failure(403, "ForbiddenException", "Forbidden") }
    guard request.header("authorization") != nil else {
      return Self.failure(403, "ForbiddenException", "Missing Authentication Token")
    }
    let id = PercentEncoding.decode(parts[3])
    if let refusal = refusal(request, api, id) { return refusal }
    guard let connection = api.connections[id] else {
      return Self.failure(410, "GoneException", nil)
    }
    switch request.method {
    case "POST": return send(request.body, to: connection)
    case "GET": return Self.description(connection)
    case "DELETE":
      connection.close(.normal)
      return HTTPReply(status: 204)
    default: return Self.failure(403, "ForbiddenException", "Missing Authentication Token")
    }
  }

  /// For who is not believed, and for who may not
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html).
  private func refusal(_ request: HTTPRequest, _ api: WebSocketAPI, _ id: String) -> HTTPReply? {
    do throws(RequestAuthenticator.Refusal) {
      let caller = try authenticator.authenticate(
        method: request.method, path: request.path, query: request.query, headers: request.headers,
        body: request.body)
      return caller.refusal(
        "execute-api:ManageConnections", on: api.arn(of: "\(request.method)/@connections/\(id)"),
        account: HostConfiguration.account
      ).map { Self.failure(403, "AccessDeniedException", $0) }
    } catch {
      return Self.failure(403, error.type, error.message)
    }
  }

  private func send(_ bytes: [UInt8], to connection: WebSocketConnection) -> HTTPReply {
    guard bytes.count <= webSockets.limits.messageBytes else {
      return Self.failure(413, "PayloadTooLargeException", "Message too long")
    }
    guard connection.send(bytes) else {
      return Self.failure(429, "LimitExceededException", "The client does not read what is sent to it")
    }
    return HTTPReply(status: 200)
  }

  private static func description(_ connection: WebSocketConnection) -> HTTPReply {
    let client = connection.client
    let description: JSON = [
      "connectedAt": JSON(describing: client.connectedAt),
      "identity": ["sourceIp": .string(client.address), "userAgent": .string(client.userAgent)],
      "lastActiveAt": JSON(describing: connection.lastActive),
    ]
    return .json(200, description.text)
  }

  private static func failure(_ status: Int, _ type: String, _ message: String?) -> HTTPReply {
    let body: JSON = message.map { ["message": .string($0)] } ?? [:]
    return HTTPReply(
      status: status, headers: [("content-type", "application/json"), ("x-amzn-errortype", type)],
      body: body.encoded())
  }
}
