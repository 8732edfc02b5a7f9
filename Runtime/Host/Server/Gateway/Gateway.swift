internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// The HTTP API: takes requests to functions, with API Gateway's limits and its own answers for what fails.
struct Gateway {
  /// The largest request body: 10 MB.
  static let maxBodyBytes = 10 << 20
  /// How long an integration may take.
  private static let integrationTimeout = TimeAmount.seconds(30)

  private let routes: RouteTable
  private let policy: CrossOriginPolicy?

  init(_ functions: [FunctionPool], _ cors: CrossOriginRules?) {
    routes = RouteTable(functions)
    policy = cors.map(CrossOriginPolicy.init)
  }

  func handle(_ request: HTTPRequest, _ responder: Responder) {
    let requestID = GatewayIdentifiers.requestID()
    let identity = [(name: "apigw-requestid", value: requestID)]
    if let preflight = policy?.preflight(request) { return responder.send(preflight.adding(identity)) }
    let extra = (policy?.headers(for: request) ?? []) + identity
    guard let match = routes.match(request.method, request.path) else {
      return responder.send(HTTPReply.json(404, #"{"message":"Not Found"}"#).adding(extra))
    }
    let traceID = request.header("x-amzn-trace-id") ?? GatewayIdentifiers.traceID()
    let event = GatewayEvent(request: request, match: match, requestID: requestID, traceID: traceID).encoded()
    // Base 64 and escapes make it longer than the body.
    guard event.count <= ExecutionEnvironment.maxPayloadBytes else {
      return responder.send(HTTPReply.json(413, #"{"message":"Request Entity Too Large"}"#).adding(extra))
    }
    let invocation = Invocation(
      requestID: requestID, event: event, traceID: traceID, giveUpAfter: Self.integrationTimeout
    ) { outcome in
      responder.send(Self.reply(outcome).adding(extra))
    }
    match.function.invoke(invocation)
  }

  private static func reply(_ outcome: InvocationOutcome) -> HTTPReply {
    switch outcome {
    case .success(let payload): GatewayAnswer.reply(payload) ?? internalError
    case .failure(let failure): failure.kind == .unavailable ? unavailable : internalError
    }
  }

  private static let internalError = HTTPReply.json(500, #"{"message":"Internal Server Error"}"#)
  private static let unavailable = HTTPReply.json(503, #"{"message":"Service Unavailable"}"#)
}

extension HTTPReply {
  fileprivate func adding(_ more: [(name: String, value: String)]) -> HTTPReply {
    HTTPReply(status: status, headers: headers + more, body: body)
  }
}
