internal import Core
internal import Glibc
internal import Harness
internal import Host

/// A host with a WebSocket API whose functions note their events.
struct WebSocketHost {
  let host: RunningHost
  private let file: String

  /// SAM's form; `auth` is its `Auth`.
  private static func template(_ events: String, auth: String) -> String {
    """
    Resources:
      Chat:
        Type: AWS::Serverless::WebSocketApi
        Properties:
          RouteSelectionExpression: $request.body.action
          StageName: test
          Auth: \(auth)
          Routes:
            $connect: {FunctionArn: !GetAtt Talk.Arn}
            $disconnect: {FunctionArn: !GetAtt Talk.Arn}
            $default: {FunctionArn: !GetAtt Talk.Arn}
            echo: {FunctionArn: !GetAtt Talk.Arn}
            fail: {FunctionArn: !GetAtt Talk.Arn}
            answer: {FunctionArn: !GetAtt Talk.Arn, RouteResponseSelectionExpression: $default}
      Talk:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/RecordingFunction
          Policies:
            - Statement: [{Effect: Allow, Action: "execute-api:ManageConnections", Resource: "*"}]
          Environment:
            Variables:
              EVENTS: \(events)
              ENDPOINT: !Sub https://${Chat}.execute-api.${AWS::Region}.amazonaws.com/test
    """
  }

  static func with(
    auth: String = "{AuthType: NONE}", configured change: (inout HostConfiguration) -> Void = { _ in },
    _ body: (WebSocketHost) throws -> Void
  ) throws {
    let file = TemporaryDirectory.path("events")
    defer { unlink(file) }
    try with(events: file, auth: auth, configured: change, body)
  }

  /// Keeps the events in a file of the caller's, who removes it.
  static func with(
    events file: String, auth: String = "{AuthType: NONE}",
    configured change: (inout HostConfiguration) -> Void = { _ in }, _ body: (WebSocketHost) throws -> Void
  ) throws {
    try RunningHost.with(template(file, auth: auth), configured: change) { host in
      try body(WebSocketHost(host: host, file: file))
    }
  }

  func connect(_ target: String = "/test", more: [String] = []) throws -> WebSocketTestClient {
    try WebSocketTestClient(port: host.gatewayPort, target, more: more)
  }

  /// Connects, and tells the id of the connection.
  func connectKnown(_ target: String = "/test") throws -> (client: WebSocketTestClient, id: String) {
    let known = Set(try events().compactMap { $0["requestContext"]?["connectionId"]?.string })
    let client = try connect(target)
    let id = try wait(for: "$connect", upTo: .seconds(10)) {
      try events().compactMap { $0["requestContext"]?["connectionId"]?.string }.first { !known.contains($0) }
    }
    return (client, id)
  }

  /// Every event so far, in the order in which functions got them.
  func events() throws -> [JSON] { try Self.events(in: file) }

  static func events(in file: String) throws -> [JSON] {
    guard access(file, R_OK) == 0 else { return [] }
    return try TextFile.read(file).split(separator: "\n").map { try JSON(parsing: String($0)) }
  }

  /// The first event of a type: `CONNECT`, `MESSAGE`, `DISCONNECT`.
  func event(_ type: String) throws -> JSON {
    try wait(for: type, upTo: .seconds(10)) {
      try events().first { $0["requestContext"]?["eventType"]?.string == type }
    }
  }

  /// Waits until the host counts so many connections.
  func waitForConnections(_ count: Int) throws {
    _ = try wait(for: "\(count) connections", upTo: .seconds(10)) {
      try host.services.get("/host/websockets").json[0]?["connections"]?.integer == Int64(count) ? true : nil
    }
  }

  /// Calls `@connections`.
  func call(_ method: String, _ id: String, _ body: [UInt8]? = nil, signed: Bool = true) throws
    -> Client.Answer
  {
    let path = "/execute-api/Chat/test/@connections/\(PercentEncoding.encode(id))"
    return signed
      ? try host.caller.call("execute-api", method, path, body) : try host.services.call(method, path, body)
  }
}
