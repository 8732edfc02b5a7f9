internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// The Runtime API, version 2018-06-01, and the part of the Extensions API that internal extensions use
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Texts of refusals are those of AWS's own
/// emulator.
extension ExecutionEnvironment {
  /// Of an event or an answer. 6 MiB and 100 bytes: the limit that the emulator's refusal names.
  static let maxPayloadBytes = 6 * 1024 * 1024 + 100
  private static let invocations = "/2018-06-01/runtime/invocation/"
  private static let accepted = HTTPReply.json(202, #"{"status":"OK"}"#)

  func answer(_ request: HTTPRequest, _ responder: Responder) {
    let path = request.path
    if path.hasPrefix(Self.invocations) {
      let parts = path.dropFirst(Self.invocations.count).split(separator: "/")
      if parts == ["next"], request.method == "GET" { return next(responder) }
      if parts.count == 2, request.method == "POST" {
        switch parts[1] {
        case "response": return responder.send(accept(response: request, to: String(parts[0])))
        case "error": return responder.send(accept(error: request, to: String(parts[0])))
        default: break
        }
      }
    }
    switch (request.method, path) {
    case ("POST", "/2018-06-01/runtime/init/error"):
      initError = request.body
      responder.send(Self.accepted)
    case ("POST", "/2020-01-01/extension/register"):
      responder.send(register(request))
    // Internal extensions register to be sent SIGTERM before SIGKILL; there is no event for them to get.
    case ("GET", "/2020-01-01/extension/event/next"): break
    case ("GET", "/2018-06-01/ping"): responder.send(HTTPReply(status: 200, body: Array("pong".utf8)))
    default: responder.send(Self.refusal(404, "NotFound", "no such operation: \(request.method) \(path)"))
    }
  }

  /// The answer to `/next`.
  func event(of work: Work) -> HTTPReply {
    let left = (work.deadline - NIODeadline.now()).nanoseconds / 1_000_000
    let deadline = Instant.now().microseconds / 1000 + left
    var headers = [
      (name: "Content-Type", value: "application/json"),
      (name: "Lambda-Runtime-Aws-Request-Id", value: work.invocation.requestID),
      (name: "Lambda-Runtime-Deadline-Ms", value: deadline.description),
      (name: "Lambda-Runtime-Invoked-Function-Arn", value: pool.function.arn),
    ]
    if let traceID = work.invocation.traceID {
      headers.append((name: "Lambda-Runtime-Trace-Id", value: traceID))
    }
    return HTTPReply(status: 200, headers: headers, body: work.invocation.event)
  }

  private func accept(response request: HTTPRequest, to requestID: String) -> HTTPReply {
    if let refusal = refusal(of: requestID) { return refusal }
    guard request.body.count <= Self.maxPayloadBytes else {
      let message =
        "Response payload size exceeded maximum allowed payload size (\(Self.maxPayloadBytes) bytes)."
      _ = settle(
        requestID,
        .failure(InvocationFailure(.environment, type: "Function.ResponseSizeTooLarge", message: message)))
      return Self.refusal(
        413, "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (\(Self.maxPayloadBytes) bytes).")
    }
    _ = settle(requestID, .success(request.body))
    return Self.accepted
  }

  private func accept(error request: HTTPRequest, to requestID: String) -> HTTPReply {
    if let refusal = refusal(of: requestID) { return refusal }
    let type = request.header("Lambda-Runtime-Function-Error-Type") ?? "Function.Unknown"
    let failure =
      request.body.isEmpty
      ? InvocationFailure(.function, type: type, message: "")
      : InvocationFailure(.function, payload: request.body)
    _ = settle(requestID, .failure(failure))
    return Self.accepted
  }

  /// Why an outcome is not taken; nil when it is.
  private func refusal(of requestID: String) -> HTTPReply? {
    switch phase {
    case .busy(let work) where work.invocation.requestID != requestID:
      Self.refusal(400, "InvalidRequestID", "Invalid request ID")
    case .busy(let work) where work.isAnswered:
      Self.refusal(403, "InvalidStateTransition", "the invocation has been answered")
    case .busy: nil
    case .stopping, .ended: Self.refusal(410, "Gone", "the invocation has timed out")
    case .starting, .idle: Self.refusal(403, "InvalidStateTransition", "there is no invocation")
    }
  }

  private func register(_ request: HTTPRequest) -> HTTPReply {
    guard let name = request.header("Lambda-Extension-Name"), !name.isEmpty else {
      return Self.refusal(400, "Extension.InvalidExtensionName", "Lambda-Extension-Name is missing")
    }
    let identity = (name: "Lambda-Extension-Identifier", value: "\(name)-\(number)")
    let function: JSON = [
      "functionName": .string(pool.function.name), "functionVersion": "$LATEST",
      "handler": .string(pool.function.handler),
    ]
    return HTTPReply(
      status: 200, headers: [(name: "content-type", value: "application/json"), identity],
      body: function.encoded())
  }

  private static func refusal(_ status: Int, _ type: String, _ message: String) -> HTTPReply {
    .json(status, #"{"errorType":"\#(type)","errorMessage":"\#(message)"}"#)
  }
}
