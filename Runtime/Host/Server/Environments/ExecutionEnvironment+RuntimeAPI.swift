internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// The Runtime API, version 2018-06-01 (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Refusals are
/// those of AWS's own emulator, which is made of the service's code
/// (https://github.com/aws/aws-lambda-runtime-interface-emulator).
extension ExecutionEnvironment {
  /// Of an event or an answer. 6 MiB and 100 bytes: the limit that the emulator's refusal names.
  static let maxPayloadBytes = 6 * 1024 * 1024 + 100
  static let accepted = HTTPReply.json(202, #"{"status":"OK"}"#)
  private static let invocations = "/2018-06-01/runtime/invocation/"

  func answer(_ request: HTTPRequest, _ responder: Responder) {
    let path = request.path
    if path.hasPrefix(Self.invocations) {
      let operation = path.utf8.dropFirst(Self.invocations.utf8.count)
      if operation.elementsEqual("next".utf8), request.method == "GET" { return next(responder) }
      if let slash = operation.firstIndex(of: 0x2F), request.method == "POST" {
        let requestID = String(Substring(operation[..<slash]))
        switch Substring(operation[slash...]) {
        case "/response": return responder.send(accept(response: request, to: requestID))
        case "/error": return responder.send(accept(error: request, to: requestID))
        default: break
        }
      }
    }
    if path.hasPrefix("/2020-01-01/extension/") { return answerExtension(request, responder) }
    switch (request.method, path) {
    case ("POST", "/2018-06-01/runtime/init/error"): responder.send(acceptInitError(request))
    case ("GET", "/2018-06-01/ping"): responder.send(HTTPReply(status: 200, body: Array("pong".utf8)))
    default: responder.send(Self.noSuchOperation(request))
    }
  }

  /// The answer to `/next`.
  func event(of work: Work) -> HTTPReply {
    let invocation = work.invocation
    var headers = [
      (name: "Content-Type", value: "application/json"),
      (name: "Lambda-Runtime-Aws-Request-Id", value: invocation.requestID),
      (name: "Lambda-Runtime-Invocation-Id", value: work.invocationID),
      (name: "Lambda-Runtime-Deadline-Ms", value: deadlineMilliseconds(of: work).description),
      (name: "Lambda-Runtime-Invoked-Function-Arn", value: pool.function.arn),
      (name: "ClientNest-Runtime-Pipelining", value: "next"),
    ]
    if let traceID = invocation.traceID { headers.append((name: "Lambda-Runtime-Trace-Id", value: traceID)) }
    if let call = invocation.call {
      let optional = [
        ("Lambda-Runtime-Client-Context", call.clientContext),
        ("Lambda-Runtime-Cognito-Identity", call.cognitoIdentity),
        ("Lambda-Runtime-Aws-Tenant-Id", call.tenantID),
      ]
      for case (let name, let value?) in optional { headers.append((name: name, value: value)) }
    }
    return HTTPReply(status: 200, headers: headers, body: invocation.event)
  }

  /// Since 1970.
  func deadlineMilliseconds(of work: Work) -> Int64 {
    let left = (work.deadline - NIODeadline.now()).nanoseconds / 1_000_000
    return Instant.now().microseconds / 1000 + left
  }

  // MARK: Outcomes

  private func accept(response request: HTTPRequest, to requestID: String) -> HTTPReply {
    if let refusal = refusal(of: request, to: requestID) { return refusal }
    let mode = request.header("Lambda-Runtime-Function-Response-Mode")
    guard mode == nil || mode == "streaming" else {
      let message = "Invalid response mode: \(mode ?? "")"
      settle(
        requestID,
        .failure(
          InvocationFailure(.environment, type: "Runtime.InvalidResponseModeHeader", message: message)))
      return Self.refusal(400, "InvalidFunctionResponseMode", "the response mode is unknown")
    }
    guard request.body.count <= Self.maxPayloadBytes else {
      let message =
        "Response payload size exceeded maximum allowed payload size (\(Self.maxPayloadBytes) bytes)."
      settle(
        requestID,
        .failure(InvocationFailure(.environment, type: "Function.ResponseSizeTooLarge", message: message)))
      return Self.refusal(
        413, "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (\(Self.maxPayloadBytes) bytes).")
    }
    settle(requestID, mode == nil ? .success(request.body) : streamed(request))
    return Self.accepted
  }

  /// A streamed answer is collected: neither Invoke nor an HTTP API passes streams on. An error in the middle of it
  /// comes in trailers, its body in base 64.
  private func streamed(_ request: HTTPRequest) -> InvocationOutcome {
    if let type = request.header("Lambda-Runtime-Function-Error-Type") {
      let body = request.header("Lambda-Runtime-Function-Error-Body").flatMap { Base64.decode($0) } ?? []
      return .failure(Self.failure(type: type, body: body))
    }
    if work?.invocation.call == nil, request.header("Content-Type") == StreamedAnswer.contentType {
      return .success(StreamedAnswer.collected(request.body) ?? request.body)
    }
    return .success(request.body)
  }

  private func accept(error request: HTTPRequest, to requestID: String) -> HTTPReply {
    if let refusal = refusal(of: request, to: requestID) { return refusal }
    let type = request.header("Lambda-Runtime-Function-Error-Type")
    settle(requestID, .failure(Self.failure(type: type, body: request.body)))
    return Self.accepted
  }

  private func acceptInitError(_ request: HTTPRequest) -> HTTPReply {
    guard isStarting else {
      return Self.refusal(403, "InvalidStateTransition", "the environment has started")
    }
    let type = request.header("Lambda-Runtime-Function-Error-Type")
    initError = Self.failure(type: type, body: request.body).payload
    return Self.accepted
  }

  private static func failure(type: String?, body: [UInt8]) -> InvocationFailure {
    guard body.isEmpty else { return InvocationFailure(.function, payload: body) }
    return InvocationFailure(.function, type: ErrorType.known(type), message: "")
  }

  // MARK: Refusals

  /// Why an outcome is not taken; nil when it is. 410 is AWS's answer where several invocations share a process; an
  /// environment that is late here is killed and seldom lives to see it.
  private func refusal(of request: HTTPRequest, to requestID: String) -> HTTPReply? {
    switch phase {
    case .busy(let work) where work.invocation.requestID != requestID:
      Self.refusal(400, "InvalidRequestID", "Invalid request ID")
    case .busy(let work) where work.isAnswered:
      Self.refusal(403, "InvalidStateTransition", "the invocation has been answered")
    case .busy(let work):
      if let echoed = request.header("Lambda-Runtime-Invocation-Id"), echoed != work.invocationID {
        Self.refusal(400, "InvalidRequestID", "Invalid invocation ID")
      } else {
        nil
      }
    case .stopping, .ended: Self.refusal(410, "Gone", "the invocation has timed out")
    case .starting, .idle: Self.refusal(403, "InvalidStateTransition", "there is no invocation")
    }
  }

  static func noSuchOperation(_ request: HTTPRequest) -> HTTPReply {
    refusal(404, "NotFound", "no such operation")
  }

  static func refusal(_ status: Int, _ type: String, _ message: String) -> HTTPReply {
    .json(status, #"{"errorType":"\#(type)","errorMessage":"\#(message)"}"#)
  }
}
