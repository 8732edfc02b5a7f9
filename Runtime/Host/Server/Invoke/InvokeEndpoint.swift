internal import Core
internal import HTTPServer
internal import HostRights
internal import HostSigning
internal import HostTemplate
internal import NIOCore

/// Lambda's Invoke (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
struct InvokeEndpoint {
  static let prefix = "/2015-03-31/functions/"
  /// Of an event that nobody waits for: 1 MB
  /// (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
  private static let maxEventBytes = 1 << 20
  private static let maxClientContextBytes = 3583
  /// What the function wrote before it answered is in a pipe; it is read with the next look at all pipes.
  private static let tailDelay = TimeAmount.milliseconds(2)

  private let engine: Engine
  private let authenticator: RequestAuthenticator

  init(_ engine: Engine, _ authenticator: RequestAuthenticator) {
    self.engine = engine
    self.authenticator = authenticator
  }

  func handle(_ request: HTTPRequest, _ responder: Responder) {
    let parts = request.path.dropFirst(Self.prefix.count).split(separator: "/")
    let identifier = FunctionIdentifier(PercentEncoding.decode(parts.first ?? ""), known: engine.function)
    if let refusal = refusal(request, identifier) { return responder.send(refusal) }
    guard parts.count == 2, parts[1] == "invocations", let function = engine.function(identifier.name) else {
      return responder.send(
        Self.refusal(404, "ResourceNotFoundException", "Function not found: \(parts.first ?? "")"))
    }
    let type = request.header("x-amz-invocation-type") ?? "RequestResponse"
    guard ["RequestResponse", "Event", "DryRun"].contains(type) else {
      return responder.send(
        Self.refusal(400, "InvalidParameterValueException", "Unknown invocation type: \(type)"))
    }
    guard type != "DryRun" else { return responder.send(HTTPReply(status: 204)) }
    let limit = type == "Event" ? Self.maxEventBytes : ExecutionEnvironment.maxPayloadBytes
    guard request.body.count <= limit else {
      return responder.send(
        Self.refusal(
          413, "RequestTooLargeException",
          "Request must be smaller than \(limit) bytes for the InvokeFunction operation"))
    }
    let event = request.body.isEmpty ? Array("{}".utf8) : request.body
    guard Self.isJSON(event) else {
      return responder.send(
        Self.refusal(400, "InvalidRequestContentException", "Could not parse request body into json"))
    }
    guard let call = Self.call(request) else {
      return responder.send(
        Self.refusal(
          400, "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.")
      )
    }
    if type == "Event" {
      submit(event, call, request, to: function, responder)
    } else {
      run(event, call, request, on: function, responder)
    }
  }

  /// For who is not believed, and for who may not: before it is told whether there is such a function.
  private func refusal(_ request: HTTPRequest, _ function: FunctionIdentifier) -> HTTPReply? {
    do throws(RequestAuthenticator.Refusal) {
      let caller = try authenticator.authenticate(
        method: request.method, path: request.path, query: request.query, headers: request.headers,
        body: request.body)
      let arn =
        engine.function(function.name)?.function.arn
        ?? "arn:aws:lambda:\(engine.region):\(HostConfiguration.account):function:\(function.name)"
      return caller.refusal(
        "lambda:InvokeFunction", on: arn + (function.qualifier.map { ":" + $0 } ?? ""),
        account: HostConfiguration.account
      ).map { Self.refusal(403, "AccessDeniedException", $0) }
    } catch {
      return Self.refusal(403, error.type, error.message)
    }
  }

  /// nil when the client context is not what it should be.
  private static func call(_ request: HTTPRequest) -> Invocation.Call? {
    var call = Invocation.Call()
    if let context = request.header("x-amz-client-context"), !context.isEmpty {
      guard context.utf8.count <= maxClientContextBytes, let bytes = Base64.decode(context),
        (try? JSON(parsing: bytes))?.object != nil
      else { return nil }
      call.clientContext = String(decoding: bytes, as: UTF8.self)
    }
    call.tenantID = request.header("x-amz-tenant-id")
    if let identity = request.header("x-amz-cognito-identity") {
      call.cognitoIdentity = Base64.decode(identity).map { String(decoding: $0, as: UTF8.self) }
    }
    if request.header("x-amz-log-type") == "Tail" { call.tail = LogTail() }
    return call
  }

  // MARK: The two ways

  private func run(
    _ event: [UInt8], _ call: Invocation.Call, _ request: HTTPRequest, on function: FunctionPool,
    _ responder: Responder
  ) {
    let requestID = UUID.v7().description
    let start = NIODeadline.now()
    call.tail?.append("START RequestId: \(requestID) Version: $LATEST".utf8)
    let invocation = Invocation(
      requestID: requestID, event: event, traceID: request.header("x-amzn-trace-id"), call: call
    ) { outcome in
      guard let tail = call.tail else {
        return responder.send(Self.reply(outcome, requestID, tail: nil))
      }
      let duration = (NIODeadline.now() - start).nanoseconds / 1_000_000
      let (ending, memory) = (NIOLoopBound(tail, eventLoop: responder.eventLoop), function.function.memory)
      responder.eventLoop.scheduleTask(in: Self.tailDelay) {
        ending.value.append("END RequestId: \(requestID)".utf8)
        ending.value.append(
          "REPORT RequestId: \(requestID)\tDuration: \(duration).00 ms\tBilled Duration: \(max(1, duration)) ms\tMemory Size: \(memory) MB"
            .utf8)
        responder.send(Self.reply(outcome, requestID, tail: ending.value.bytes))
      }
    }
    function.invoke(invocation)
  }

  private func submit(
    _ event: [UInt8], _ call: Invocation.Call, _ request: HTTPRequest, to function: FunctionPool,
    _ responder: Responder
  ) {
    let requestID = UUID.v7().description
    let event = AsynchronousEvent(
      requestID: requestID, payload: event, traceID: request.header("x-amzn-trace-id"),
      clientContext: call.clientContext, cognitoIdentity: call.cognitoIdentity, tenantID: call.tenantID)
    function.events?.submit(event) { admission in
      switch admission {
      case .taken: responder.send(HTTPReply(status: 202, headers: [("x-amzn-requestid", requestID)]))
      case .refused: responder.send(Self.refusal(429, "TooManyRequestsException", "Rate Exceeded."))
      case .failed: responder.send(Self.refusal(503, "ServiceException", "The event cannot be kept."))
      }
    }
  }

  // MARK: Answers

  private static func reply(_ outcome: InvocationOutcome, _ requestID: String, tail: [UInt8]?) -> HTTPReply {
    var headers = [
      (name: "content-type", value: "application/json"), (name: "x-amz-executed-version", value: "$LATEST"),
      (name: "x-amzn-requestid", value: requestID),
    ]
    if let tail { headers.append((name: "x-amz-log-result", value: Base64.encode(tail))) }
    switch outcome {
    case .success(let payload): return HTTPReply(status: 200, headers: headers, body: payload)
    case .failure(let failure) where failure.kind == .unavailable:
      guard failure.type == InvocationFailure.throttled.type else {
        return refusal(503, "ServiceException", "The service is not available.")
      }
      return refusal(
        429, "TooManyRequestsException", "Rate Exceeded.",
        reason: "ReservedFunctionConcurrentInvocationLimitExceeded")
    case .failure(let failure):
      headers.append((name: "x-amz-function-error", value: "Unhandled"))
      return HTTPReply(status: 200, headers: headers, body: failure.payload)
    }
  }

  private static func refusal(
    _ status: Int, _ type: String, _ message: String, reason: String? = nil
  ) -> HTTPReply {
    var members: [(name: String, value: JSON)] = [
      (name: "Type", value: status < 500 ? "User" : "Service"), (name: "message", value: .string(message)),
    ]
    if let reason { members.append((name: "Reason", value: .string(reason))) }
    return HTTPReply(
      status: status, headers: [("content-type", "application/json"), ("x-amzn-errortype", type)],
      body: JSON.object(JSONObject(members)).encoded())
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var reader = JSONReader(bytes)
      do {
        try reader.skipValue()
        try reader.finish()
        return true
      } catch {
        return false
      }
    }
  }
}
