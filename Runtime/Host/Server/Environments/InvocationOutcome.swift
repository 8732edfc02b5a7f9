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
  /// Lambda's own form: `{"errorType":…,"errorMessage":…}`.
  package let payload: [UInt8]

  init(_ kind: Kind, payload: [UInt8]) {
    self.kind = kind
    self.payload = payload
  }

  init(_ kind: Kind, type: String, message: String) {
    let payload: JSON = ["errorType": .string(type), "errorMessage": .string(message)]
    self.init(kind, payload: payload.encoded())
  }

  static let throttled = InvocationFailure(
    .unavailable, type: "TooManyRequestsException", message: "Rate Exceeded.")
  static let draining = InvocationFailure(
    .unavailable, type: "ServiceUnavailable", message: "The host is shutting down.")
  static let abandoned = InvocationFailure(
    .unavailable, type: "ServiceUnavailable", message: "No environment became free in time.")
}
