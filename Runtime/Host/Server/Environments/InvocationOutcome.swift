internal import Core

/// How an invocation ended.
package enum InvocationOutcome: Sendable {
  /// The bytes that the function answered, unread.
  case success([UInt8])
  case failure(InvocationFailure)
}

/// Why an invocation has no answer.
package struct InvocationFailure: Error, Sendable {
  package enum Kind: Sendable {
    /// The function reported an error.
    case function
    /// The function could not be run to an answer: it crashed, took too long, answered too much.
    case environment
    /// It was never run: too many wait, the caller gave up, or the host is ending.
    case unavailable
  }

  package let kind: Kind
  /// Lambda's name of the error; nil where only the function's own payload says it.
  package let type: String?
  /// Lambda's own form: `{"errorType":…,"errorMessage":…}`.
  package let payload: [UInt8]

  init(_ kind: Kind, payload: [UInt8]) {
    self.kind = kind
    self.payload = payload
    type = nil
  }

  init(_ kind: Kind, type: String, message: String) {
    self.kind = kind
    self.type = type
    let payload: JSON = ["errorType": .string(type), "errorMessage": .string(message)]
    self.payload = payload.encoded()
  }

  static let throttled = InvocationFailure(
    .unavailable, type: "TooManyRequestsException", message: "Rate Exceeded.")
  static let draining = InvocationFailure(
    .unavailable, type: "ServiceUnavailable", message: "The host is shutting down.")
  static let abandoned = InvocationFailure(
    .unavailable, type: "ServiceUnavailable", message: "No environment became free in time.")

  static func timedOut(_ requestID: String, seconds: Int) -> InvocationFailure {
    InvocationFailure(
      .environment, type: "Sandbox.Timedout",
      message: "RequestId: \(requestID) Error: Task timed out after \(seconds).00 seconds")
  }

  static func exited(_ requestID: String?, _ reason: String) -> InvocationFailure {
    InvocationFailure(
      .environment, type: "Runtime.ExitError",
      message: (requestID.map { "RequestId: \($0) Error: " } ?? "") + "Runtime exited with error: \(reason)")
  }

  static func outOfMemory(_ requestID: String) -> InvocationFailure {
    InvocationFailure(
      .environment, type: "Runtime.OutOfMemory",
      message: "RequestId: \(requestID) Error: Runtime exited with error: signal: killed")
  }
}
