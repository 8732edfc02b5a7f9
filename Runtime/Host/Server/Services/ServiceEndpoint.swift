internal import Core
internal import HTTPServer
internal import HostQueues
internal import NIOCore
internal import NIOPosix

/// What functions and operators reach on 127.0.0.1: the SQS protocol, Lambda's Invoke, and the host's state. That a call
/// comes from this machine proves nothing: whatever does or tells something asks who it is.
struct ServiceEndpoint {
  /// Above the 1 MiB of an SQS batch and the 6 MiB of an invocation.
  static let maxBodyBytes = 8 << 20

  private let engine: Engine
  private let queues: QueueService
  private let keys: ServiceKeys

  init(_ engine: Engine, queues: QueueService, keys: ServiceKeys) {
    self.engine = engine
    self.queues = queues
    self.keys = keys
  }

  func handle(_ request: HTTPRequest, _ responder: Responder) {
    if request.method == "POST", let target = request.header("x-amz-target"), target.hasPrefix("AmazonSQS.") {
      return answerQueues(target, request, responder)
    }
    if request.method == "POST", request.path.hasPrefix(InvokeEndpoint.prefix) {
      return InvokeEndpoint(engine, keys.functions).handle(request, responder)
    }
    if request.path.hasPrefix(ConnectionsEndpoint.prefix) {
      return responder.send(ConnectionsEndpoint(engine.webSockets, keys.connections).reply(request))
    }
    if request.method == "GET", request.path == "/health" {
      return responder.send(.json(200, #"{"status":"ok"}"#))
    }
    guard keys.operators.admits(request, responder) else { return responder.send(OperatorGate.refusal) }
    tell(request, responder)
  }

  /// What the host tells its operators.
  private func tell(_ request: HTTPRequest, _ responder: Responder) {
    switch (request.method, request.path) {
    case ("GET", "/host/functions"): responder.send(.json(200, HostState.functions(engine.functions).text))
    case ("GET", "/host/timers"): responder.send(.json(200, HostState.timers(engine.timers.timers).text))
    case ("GET", "/host/websockets"):
      responder.send(.json(200, HostState.webSockets(engine.webSockets.apis).text))
    case ("GET", "/host/queues"): answerDepths(responder)
    case ("GET", "/metrics"): answerMetrics(responder)
    default: responder.send(.json(404, #"{"message":"Not Found"}"#))
    }
  }

  private func answerQueues(_ target: String, _ request: HTTPRequest, _ responder: Responder) {
    let send: @Sendable (QueueReply) -> Void = { reply in
      responder.send(
        HTTPReply(
          status: reply.status, headers: reply.headers.map { (name: $0.0, value: $0.1) }, body: reply.body))
    }
    do throws(QueueAuthenticator.Refusal) {
      let caller = try keys.queues.authenticate(
        method: request.method, path: request.path, query: request.query, headers: request.headers,
        body: request.body)
      queues.answer(target: target, body: request.body, by: caller, completion: send)
    } catch {
      send(error.reply)
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

  private func answerMetrics(_ responder: Responder) {
    let families = HostMetrics.families(of: engine)
    let queues = queues
    NIOThreadPool.singleton.submit { _ in
      var families = families
      do {
        HostMetrics.add(try queues.depths(), to: &families)
      } catch {
        return responder.send(.json(500, #"{"message":"The queues cannot be read."}"#))
      }
      responder.send(
        HTTPReply(
          status: 200, headers: [("content-type", HostMetrics.contentType)], body: Array(families.text.utf8)))
    }
  }
}
