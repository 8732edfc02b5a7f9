internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// All WebSocket APIs of the template. Lives on the event loop.
final class WebSockets {
  private static let patrolInterval = TimeAmount.milliseconds(500)

  let apis: [WebSocketAPI]
  let limits: WebSocketLimits
  private var rate: TokenBucket
  private var patrolledAt = NIODeadline.now()

  init(
    _ resources: [WebSocketResource], _ functions: [FunctionPool], _ limits: WebSocketLimits, region: String,
    eventLoop: any EventLoop
  ) {
    apis = resources.map { WebSocketAPI($0, functions, limits, region: region, eventLoop: eventLoop) }
    self.limits = limits
    rate = TokenBucket(rate: limits.connectsPerSecond, burst: limits.connectsPerSecond)
  }

  /// Open connections of all APIs.
  var count: Int { apis.reduce(0) { $0 + $1.connections.count } }

  var hasWork: Bool { apis.contains { $0.hasWork } }

  func api(_ id: String, stage: Substring) -> WebSocketAPI? {
    apis.first { $0.resource.id == id && $0.resource.stage == stage }
  }

  /// Takes a request that wants a WebSocket on the path of a stage. False for any other, which is left alone.
  func handle(_ request: HTTPRequest, _ responder: Responder) -> Bool {
    guard !apis.isEmpty, WebSocketHandshake.isAsked(request),
      let api = apis.first(where: { PercentEncoding.normalized(request.path) == "/\($0.resource.stage)" })
    else { return false }
    if let refusal = WebSocketHandshake.refusal(request) {
      responder.send(refusal)
    } else if api.isStopped {
      responder.send(.json(503, #"{"message":"Service Unavailable"}"#))
    } else if !rate.take(.now()) || isCrowded(request.remoteAddress) {
      responder.send(.json(429, #"{"message":"Too Many Requests"}"#))
    } else {
      api.connect(request, responder)
    }
    return true
  }

  private func isCrowded(_ address: String) -> Bool {
    guard let limit = limits.connectionsPerAddress else { return false }
    return apis.reduce(0) { $0 + $1.connections.values.count { $0.client.address == address } } >= limit
  }

  /// Called several times a second.
  func checkTime(_ now: NIODeadline) {
    guard now - patrolledAt >= Self.patrolInterval else { return }
    patrolledAt = now
    for api in apis { api.checkTime(now) }
  }

  func stop() {
    for api in apis { api.stop() }
  }
}
