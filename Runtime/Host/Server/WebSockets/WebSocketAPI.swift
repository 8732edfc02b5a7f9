internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore
internal import NIOWebSocket

/// One WebSocket API: its connections and the functions behind its routes. Lives on the event loop.
final class WebSocketAPI {
  struct Route {
    let key: String
    let function: FunctionPool
    let timeout: TimeAmount
    let sendsResponse: Bool
  }

  /// `$disconnect` runs for so many connections at the same time; the others wait. A host that ends has them all
  /// at once.
  private static let disconnectsInFlight = 50
  /// A read takes no more: what most clients send is short, and every connection keeps such a buffer.
  private static let readBytes = 2048

  let resource: WebSocketResource
  let eventLoop: any EventLoop
  private let limits: WebSocketLimits
  private let routes: [String: Route]
  private let authorizer: WebSocketAuthorizer?
  private let region: String
  private var clock = GatewayClock()
  /// The open ones, by id.
  private(set) var connections: [String: WebSocketConnection] = [:]
  /// Those that wait for the answer to a close frame.
  private var closing: [ObjectIdentifier: WebSocketConnection] = [:]
  private var disconnects = CircularBuffer<(client: WebSocketClient, reason: CloseReason)>()
  private var runningDisconnects = 0
  private(set) var isStopped = false

  init(
    _ resource: WebSocketResource, _ functions: [FunctionPool], _ limits: WebSocketLimits, region: String,
    eventLoop: any EventLoop
  ) {
    self.resource = resource
    self.eventLoop = eventLoop
    self.limits = limits
    self.region = region
    func pool(_ id: String) -> FunctionPool? { functions.first { $0.function.logicalID == id } }
    routes = Dictionary(
      resource.routes.compactMap { route in
        pool(route.functionID).map {
          let timeout = TimeAmount.milliseconds(Int64(route.timeout))
          return (
            route.key,
            Route(key: route.key, function: $0, timeout: timeout, sendsResponse: route.sendsResponse)
          )
        }
      }, uniquingKeysWith: { first, _ in first })
    authorizer = resource.authorizer.flatMap { settings in
      pool(settings.functionID).map { WebSocketAuthorizer(settings, $0) }
    }
  }

  /// Whether a connection or its `$disconnect` is not done with.
  var hasWork: Bool { !closing.isEmpty || runningDisconnects > 0 || !disconnects.isEmpty }

  /// What IAM policies call a part of the API: `$connect`, `POST/@connections/…`.
  func arn(of part: String) -> String {
    "arn:aws:execute-api:\(region):\(HostConfiguration.account):\(resource.id)/\(resource.stage)/\(part)"
  }

  // MARK: Connecting

  /// Asks the authorizer and `$connect`, then opens the connection or refuses it.
  func connect(_ request: HTTPRequest, _ responder: Responder) {
    let client = WebSocketClient(request)
    guard let authorizer else { return runConnect(request, client, responder) }
    let event = event(.connect(request), "$connect", client)
    authorizer.decide(request, event, arn(of: "$connect"), resource.stageVariables) { [self] decision in
      switch decision {
      case .allowed(let context):
        var client = client
        client.authorizer = context
        runConnect(request, client, responder)
      case .refused(let status, let message):
        responder.send(refusal(status, message, client, event.requestID))
      }
    }
  }

  private func runConnect(_ request: HTTPRequest, _ client: WebSocketClient, _ responder: Responder) {
    guard let route = routes["$connect"] else { return open(client, request, nil, responder) }
    let event = event(.connect(request), route.key, client)
    invoke(route, event) { [self] outcome in
      let answer: JSON? = if case .success(let payload) = outcome { try? JSON(parsing: payload) } else { nil }
      let status = answer?["statusCode"].flatMap { $0.integer ?? $0.string.flatMap { Int64($0) } }
      guard let status, (100...599).contains(status) else {
        return responder.send(refusal(502, "Internal server error", client, event.requestID))
      }
      guard status < 400 else { return responder.send(HTTPReply(status: Int(status))) }
      let headers = answer?["headers"]?.object?.members ?? []
      let subprotocol = headers.first { $0.name.lowercased() == "sec-websocket-protocol" }?.value.string
      open(client, request, subprotocol, responder)
    }
  }

  private func open(
    _ client: WebSocketClient, _ request: HTTPRequest, _ subprotocol: String?, _ responder: Responder
  ) {
    let connection = WebSocketConnection(client, of: self, limits)
    let accepted = WebSocketHandshake.acceptance(request, subprotocol: subprotocol)
    let isOpen = responder.upgrade(accepted) { channel in
      try channel.syncOptions?.setOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes))
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(WebSocketFrameEncoder())
      try pipeline.addHandler(ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: limits.frameBytes)))
      // Before its handler is: a frame may come with it.
      connections[client.id] = connection
      try pipeline.addHandler(connection)
    }
    // The client is gone, though `$connect` has run for it.
    if !isOpen {
      connections[client.id] = nil
      disconnected(client, .vanished)
    } else if isStopped {
      connection.close(.goingAway)
    }
  }

  private func refusal(
    _ status: Int, _ message: String, _ client: WebSocketClient, _ requestID: String
  ) -> HTTPReply {
    HTTPReply(
      status: status, headers: [("content-type", "application/json")],
      body: Self.report(message, client, requestID))
  }

  /// What AWS says of its own failures.
  private static func report(_ message: String, _ client: WebSocketClient, _ requestID: String) -> [UInt8] {
    let report: JSON = [
      "message": .string(message), "connectionId": .string(client.id), "requestId": .string(requestID),
    ]
    return report.encoded()
  }

  // MARK: Messages

  /// Runs the function of the route that the message selects.
  func deliver(_ text: String, from connection: WebSocketConnection) {
    let client = connection.client
    guard let route = route(for: text) else {
      _ = connection.send(Self.report("Forbidden", client, GatewayIdentifiers.requestID()))
      return eventLoop.execute { [bound = NIOLoopBound(connection, eventLoop: eventLoop)] in
        bound.value.delivered()
      }
    }
    let event = event(.message(text), route.key, client)
    invoke(route, event) { outcome in
      switch outcome {
      case .success(let payload): if route.sendsResponse { Self.respond(payload, to: connection) }
      case .failure: _ = connection.send(Self.report("Internal server error", client, event.requestID))
      }
      connection.delivered()
    }
  }

  /// What is not JSON, or selects nothing, is for `$default`.
  private func route(for text: String) -> Route? {
    var value = try? JSON(parsing: text)
    for name in resource.selection { value = value?[name] }
    let key: String? =
      switch value {
      case .string(let text): text
      case .integer, .double, .bool: value?.text
      case .null, .array, .object, nil: nil
      }
    // Only the API itself takes these two.
    let own = key == "$connect" || key == "$disconnect"
    return (own ? nil : key).flatMap { routes[$0] } ?? routes["$default"]
  }

  private static func respond(_ payload: [UInt8], to connection: WebSocketConnection) {
    guard let answer = try? JSON(parsing: payload), let body = answer["body"] else { return }
    let text = body.string ?? (body.isNull ? "" : body.text)
    let bytes = answer["isBase64Encoded"]?.bool == true ? Base64.decode(text) : Array(text.utf8)
    if let bytes, !bytes.isEmpty { _ = connection.send(bytes) }
  }

  private func event(_ kind: WebSocketEvent.Kind, _ key: String, _ client: WebSocketClient) -> WebSocketEvent
  {
    WebSocketEvent(
      kind: kind, routeKey: key, client: client, apiID: resource.id, stage: resource.stage,
      requestID: GatewayIdentifiers.requestID(), time: clock.now())
  }

  private func invoke(
    _ route: Route, _ event: WebSocketEvent, then completion: @escaping (InvocationOutcome) -> Void
  ) {
    route.function.invoke(
      Invocation(
        requestID: event.requestID, event: event.encoded(), traceID: GatewayIdentifiers.traceID(),
        giveUpAfter: route.timeout, completion: completion))
  }

  // MARK: Closing

  /// A connection is about to end; the client is no longer reached by its id.
  func closing(_ connection: WebSocketConnection, _ reason: CloseReason) {
    guard connections.removeValue(forKey: connection.client.id) != nil else { return }
    closing[ObjectIdentifier(connection)] = connection
    disconnected(connection.client, reason)
  }

  func ended(_ connection: WebSocketConnection) { closing[ObjectIdentifier(connection)] = nil }

  private func disconnected(_ client: WebSocketClient, _ reason: CloseReason) {
    guard routes["$disconnect"] != nil else { return }
    disconnects.append((client, reason))
    runDisconnects()
  }

  private func runDisconnects() {
    guard let route = routes["$disconnect"] else { return }
    while runningDisconnects < Self.disconnectsInFlight, let (client, reason) = disconnects.popFirst() {
      runningDisconnects += 1
      invoke(route, event(.disconnect(reason), route.key, client)) { [self] _ in
        runningDisconnects -= 1
        runDisconnects()
      }
    }
  }

  /// Called about once a second.
  func checkTime(_ now: NIODeadline) {
    for connection in Array(connections.values) { connection.checkTime(now) }
    for connection in Array(closing.values) { connection.checkTime(now) }
  }

  /// Takes no more connections and tells all clients that it goes away.
  func stop() {
    isStopped = true
    for connection in Array(connections.values) { connection.close(.goingAway) }
  }
}
