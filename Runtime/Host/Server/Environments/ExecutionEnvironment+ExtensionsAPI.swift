internal import Core
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// An extension within the function's process (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html).
final class InternalExtension {
  let identifier: String
  let wantsInvocations: Bool
  /// Its open request for an event.
  var waiting: Responder?
  /// The event of an invocation that began while it did not wait.
  var pending: HTTPReply?

  init(identifier: String, wantsInvocations: Bool) {
    self.identifier = identifier
    self.wantsInvocations = wantsInvocations
  }
}

/// The part of the Extensions API that internal extensions use. External ones are programs of a layer, which nothing
/// here has.
extension ExecutionEnvironment {
  private static let maxExtensions = 10

  func answerExtension(_ request: HTTPRequest, _ responder: Responder) {
    switch (request.method, request.path) {
    case ("POST", "/2020-01-01/extension/register"): responder.send(register(request))
    case ("GET", "/2020-01-01/extension/event/next"): nextExtensionEvent(request, responder)
    case ("POST", "/2020-01-01/extension/init/error"), ("POST", "/2020-01-01/extension/exit/error"):
      guard known(request) != nil else { return responder.send(Self.unknownExtension) }
      if isStarting { initError = request.body }
      responder.send(Self.accepted)
      kill()
    default: responder.send(Self.noSuchOperation(request))
    }
  }

  /// An invocation begins.
  func tellExtensions(of work: Work) {
    let event: JSON = [
      "eventType": "INVOKE", "deadlineMs": .integer(deadlineMilliseconds(of: work)),
      "requestId": .string(work.invocation.requestID), "invokedFunctionArn": .string(pool.function.arn),
      "tracing": ["type": "X-Amzn-Trace-Id", "value": JSON(work.invocation.traceID)],
    ]
    for member in extensions where member.wantsInvocations {
      let reply = HTTPReply(
        status: 200,
        headers: [
          (name: "Content-Type", value: "application/json"),
          (name: "Lambda-Extension-Event-Identifier", value: work.invocationID),
        ], body: event.encoded())
      if let waiting = member.waiting {
        member.waiting = nil
        waiting.send(reply)
      } else {
        member.pending = reply
      }
    }
  }

  private func register(_ request: HTTPRequest) -> HTTPReply {
    guard let name = request.header("Lambda-Extension-Name"), !name.isEmpty else {
      return Self.refusal(400, "Extension.InvalidExtensionName", "Lambda-Extension-Name is missing")
    }
    guard isStarting else {
      return Self.refusal(403, "Extension.RegistrationClosed", "the environment has started")
    }
    guard extensions.count < Self.maxExtensions else {
      return Self.refusal(403, "Extension.TooManyExtensions", "at most \(Self.maxExtensions) can register")
    }
    let body = request.body.isEmpty ? JSON.object([:]) : (try? JSON(parsing: request.body)) ?? .null
    guard body.object != nil, let events = (body["events"] ?? []).array?.map({ $0.string ?? "" }) else {
      return Self.refusal(400, "InvalidRequestFormat", "the body is not understood")
    }
    // Internal extensions are told of the end by SIGTERM.
    guard Set(events).isSubset(of: ["INVOKE"]) else {
      return Self.refusal(
        400, "ShutdownEventNotSupportedForInternalExtension",
        "internal extensions can register for INVOKE only")
    }
    let identifier = UUID.v7().description
    extensions.append(InternalExtension(identifier: identifier, wantsInvocations: events.contains("INVOKE")))
    let function: JSON = [
      "functionName": .string(pool.function.name), "functionVersion": "$LATEST",
      "handler": .string(pool.function.handler),
    ]
    return HTTPReply(
      status: 200,
      headers: [
        (name: "content-type", value: "application/json"),
        (name: "Lambda-Extension-Identifier", value: identifier),
      ], body: function.encoded())
  }

  private func nextExtensionEvent(_ request: HTTPRequest, _ responder: Responder) {
    guard let member = known(request) else { return responder.send(Self.unknownExtension) }
    if let pending = member.pending {
      member.pending = nil
      responder.send(pending)
    } else {
      member.waiting = responder
    }
  }

  private func known(_ request: HTTPRequest) -> InternalExtension? {
    let identifier = request.header("Lambda-Extension-Identifier")
    return extensions.first { $0.identifier == identifier }
  }

  private static let unknownExtension = refusal(
    403, "Extension.InvalidExtensionIdentifier", "no such extension is registered")
}
