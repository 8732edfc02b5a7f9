internal import Core

/// An event that its sender does not wait for.
struct AsynchronousEvent: Sendable {
  let requestID: String
  let payload: [UInt8]
  let traceID: String?
  /// JSON texts, as the runtime gets them.
  let clientContext: String?
  let cognitoIdentity: String?
  let tenantID: String?
  var arrival = Instant.now()
  /// How often the function was run with it to an end.
  var runs = 0
  /// How often in a row it could not be run.
  var refusals = 0

  /// Its sender waits for nothing, so it may wait for its turn.
  var call: Invocation.Call {
    Invocation.Call(
      clientContext: clientContext, cognitoIdentity: cognitoIdentity, tenantID: tenantID, isThrottled: false)
  }
}
