internal import Core

/// An event that its sender does not wait for.
struct AsynchronousEvent {
  let requestID: String
  let payload: [UInt8]
  let traceID: String?
  let call: Invocation.Call
  let arrival = Instant.now()
  /// How often the function was run with it.
  var runs = 0
  /// How often in a row it could not be run.
  var refusals = 0
}
