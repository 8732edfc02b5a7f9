internal import Core
internal import HTTPServer
internal import HostQueues
internal import NIOCore
internal import NIOPosix

/// What functions and operators reach on 127.0.0.1: the SQS protocol, Lambda's Invoke, and the host's state.
struct ServiceEndpoint {
  /// Above the 1 MiB of an SQS batch and the 6 MiB of an invocation.
  static let maxBodyBytes = 8 << 20
  private static let functions = "/2015-03-31/functions/"

  private let engine: Engine
  private let queues: QueueService

  init(_ engine: Engine, queues: QueueService) {
    self.engine = engine
    self.queues = queues
  }

  func handle(_ request: HTTPRequest, _ responder: Responder) {
    if request.method == "POST", let target = request.header("x-amz-target"), target.hasPrefix("AmazonSQS.") {
      return queues.answer(target: target, body: request.body) { reply in
        responder.send(
          HTTPReply(
            status: reply.status, headers: reply.headers.map { (name: $0.0, value: $0.1) }, body: reply.body))
      }
    }
    if request.method == "POST", request.path.hasPrefix(Self.functions) {
      return invoke(request, responder)
    }
    switch (request.method, request.path) {
    case ("GET", "/health"): responder.send(.json(200, #"{"status":"ok"}"#))
    case ("GET", "/host/functions"): responder.send(.json(200, HostState.functions(engine.functions).text))
    case ("GET", "/host/timers"): responder.send(.json(200, HostState.timers(engine.timers.timers).text))
    case ("GET", "/host/queues"): answerDepths(responder)
    default: responder.send(.json(404, #"{"message":"Not Found"}"#))
    }
  }

  /// Reading the queue file may take a while: not on the event loop.
  private func answerDepths(_ responder: Responder) {
    let queues = queues
    NIOThreadPool.singleton.submit { _ in
      do {
        responder.send(.json(200, HostState.queues(try queues.depths()).text))
      } catch {
        responder.send(.json(500, #"{"message":"The queues cannot be read."}"#))
      }
    }
  }

  /// Lambda's Invoke (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
  private func invoke(_ request: HTTPRequest, _ responder: Responder) {
    let parts = request.path.dropFirst(Self.functions.count).split(separator: "/")
    let name = parts.first.flatMap { PercentEncoding.decode($0).split(separator: ":").last.map(String.init) }
    guard parts.count == 2, parts[1] == "invocations", let name, let function = engine.function(name) else {
      return responder.send(Self.failure(404, "ResourceNotFoundException", "Function not found"))
    }
    guard request.body.count <= ExecutionEnvironment.maxPayloadBytes else {
      return responder.send(
        Self.failure(413, "RequestTooLargeException", "Request must be smaller than 6291556 bytes"))
    }
    let isEvent = request.header("x-amz-invocation-type") == "Event"
    let invocation = Invocation(
      event: request.body.isEmpty ? Array("{}".utf8) : request.body,
      traceID: request.header("x-amzn-trace-id")
    ) { outcome in
      if !isEvent { responder.send(Self.reply(outcome)) }
    }
    function.invoke(invocation)
    if isEvent {
      responder.send(HTTPReply(status: 202, headers: [("x-amzn-requestid", invocation.requestID)]))
    }
  }

  private static func reply(_ outcome: InvocationOutcome) -> HTTPReply {
    var headers = [
      (name: "content-type", value: "application/json"), (name: "x-amz-executed-version", value: "$LATEST"),
    ]
    switch outcome {
    case .success(let payload): return HTTPReply(status: 200, headers: headers, body: payload)
    case .failure(let failure) where failure.kind == .unavailable:
      return Self.failure(429, "TooManyRequestsException", "Rate Exceeded.")
    case .failure(let failure):
      headers.append((name: "x-amz-function-error", value: "Unhandled"))
      return HTTPReply(status: 200, headers: headers, body: failure.payload)
    }
  }

  private static func failure(_ status: Int, _ type: String, _ message: String) -> HTTPReply {
    let body: JSON = ["Type": "User", "message": .string(message)]
    return HTTPReply(
      status: status, headers: [("content-type", "application/json"), ("x-amzn-errortype", type)],
      body: body.encoded())
  }
}
