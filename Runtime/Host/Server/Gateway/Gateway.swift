internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// The HTTP API: takes requests to functions, with API Gateway's limits and its own answers for what fails. Lives
/// on the event loop.
final class Gateway {
  /// The largest request body: 10 MB.
  static let maxBodyBytes = 10 << 20
  /// Of request line and headers together
  /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
  private static let maxHeadBytes = 10_240

  private let api: HTTPAPI
  private let routes: RouteTable
  private let policy: CrossOriginPolicy?
  private var clock = GatewayClock()

  init(
    _ functions: [FunctionPool], _ api: HTTPAPI, region: String, log: LogStream, eventLoop: any EventLoop
  ) {
    self.api = api
    policy = api.cors.map(CrossOriginPolicy.init)
    var entries: [String: GatewayRoute.Entry] = [:]
    for settings in api.lambdaAuthorizers {
      entries[settings.name] = functions.first { $0.function.arn == settings.functionARN }.map {
        .function(Authorizer(settings, $0, region: region))
      }
    }
    for settings in api.tokenAuthorizers {
      entries[settings.name] = .token(
        TokenGuard(settings, IssuerKeys(of: settings.issuer, log, eventLoop)))
    }
    routes = RouteTable(
      functions.flatMap { function in
        function.function.routes.map { GatewayRoute($0, to: function, of: api, entries: entries) }
      })
  }

  /// What the gateway takes from its peers.
  static func limits(connections: Int) -> HTTPLimits {
    var limits = HTTPLimits()
    limits.headBytes = maxHeadBytes
    limits.connections = connections
    return limits
  }

  func handle(_ request: HTTPRequest, _ responder: Responder) {
    let requestID = GatewayIdentifiers.requestID()
    let identity = [(name: "apigw-requestid", value: requestID)]
    if let preflight = policy?.preflight(request) { return responder.send(preflight.adding(identity)) }
    let extra = policy.map { $0.headers(for: request) + identity } ?? identity
    // Whatever is decided by a path is decided by this one, and functions get no other: there are not two ways to write it.
    let path = PercentEncoding.normalized(request.path)
    guard let place = placeInStage(path), let match = routes.match(request.method, place) else {
      return responder.send(GatewayError.notFound.adding(extra))
    }
    guard match.route.admit() else { return responder.send(GatewayError.tooManyRequests.adding(extra)) }
    let call = GatewayCall(request, path, match, api, requestID: requestID, time: clock.now())
    switch match.route.entry {
    case nil: invoke(call, nil, extra, responder)
    case .token(let entry):
      entry.decide(call, scopes: match.route.route.scopes) { outcome in
        switch outcome {
        case .allowed(let caller): self.invoke(call, caller, extra, responder)
        case .refused(let reply): responder.send(reply.adding(extra))
        }
      }
    case .function(let authorizer):
      authorizer.decide(call) { outcome in
        switch outcome {
        case .allowed(let context): self.invoke(call, .function(context), extra, responder)
        case .unauthorized: responder.send(GatewayError.unauthorized.adding(extra))
        case .forbidden: responder.send(GatewayError.forbidden.adding(extra))
        case .failed: responder.send(GatewayError.internalError.adding(extra))
        }
      }
    }
  }

  /// What routes are matched with; nil when the request is for no stage. Named stages are the first part of paths.
  private func placeInStage(_ path: String) -> String? {
    guard api.stage != "$default" else { return path }
    guard path.hasPrefix("/" + api.stage) else { return nil }
    let rest = path.dropFirst(api.stage.count + 1)
    return rest.isEmpty ? "/" : rest.hasPrefix("/") ? String(rest) : nil
  }

  private func invoke(
    _ call: GatewayCall, _ caller: AuthorizedCaller?, _ extra: [(name: String, value: String)],
    _ responder: Responder
  ) {
    let route = call.match.route
    let format = route.route.payloadFormat
    let event =
      switch format {
      case .v1: EventV1(call: call).encoded(for: caller)
      case .v2: EventV2(call: call).encoded(for: caller)
      }
    // Base 64 and escapes make it longer than the body.
    guard event.count <= ExecutionEnvironment.maxPayloadBytes else {
      return responder.send(GatewayError.tooLarge.adding(extra))
    }
    let ownsCrossOrigin = policy != nil
    let invocation = Invocation(
      requestID: call.requestID, event: event, traceID: call.traceID,
      giveUpAfter: .milliseconds(Int64(route.route.timeout))
    ) { outcome in
      switch outcome {
      case .success(let payload):
        let reply = GatewayAnswer.reply(payload, format, adding: extra, ownsCrossOrigin: ownsCrossOrigin)
        responder.send(reply ?? GatewayError.internalError.adding(extra))
      case .failure(let failure):
        let error = failure.kind == .unavailable ? GatewayError.unavailable : GatewayError.internalError
        responder.send(error.adding(extra))
      }
    }
    route.function.invoke(invocation)
  }
}

extension HTTPReply {
  fileprivate func adding(_ more: [(name: String, value: String)]) -> HTTPReply {
    HTTPReply(status: status, headers: headers + more, body: body)
  }
}
