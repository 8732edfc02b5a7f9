internal import Core
internal import NIOCore

/// One event on its way through a function. Lives on the host's event loop.
final class Invocation {
  /// What only Lambda's Invoke says of an invocation.
  struct Call {
    /// JSON texts, as the runtime gets them (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
    var clientContext: String?
    var cognitoIdentity: String?
    var tenantID: String?
    /// Refused at once rather than kept waiting when the function's reserved concurrency is used up.
    var isThrottled = true
    /// Collects the last lines of its log.
    var tail: LogTail?
  }

  let requestID: String
  let event: [UInt8]
  let traceID: String?
  /// nil for what does not come through Invoke.
  let call: Call?
  /// When it was asked for.
  let arrival: NIODeadline
  /// When its caller gives up waiting; nil when it waits as long as it takes.
  let giveUpAt: NIODeadline?
  private var completion: ((InvocationOutcome) -> Void)?

  init(
    requestID: String = UUID.v7().description, event: [UInt8], traceID: String?,
    giveUpAfter: TimeAmount? = nil, call: Call? = nil,
    completion: @escaping (InvocationOutcome) -> Void
  ) {
    let now = NIODeadline.now()
    arrival = now
    self.requestID = requestID
    self.event = event
    self.traceID = traceID
    self.call = call
    giveUpAt = giveUpAfter.map { now + $0 }
    self.completion = completion
  }

  /// Whether nobody waits for the outcome any more.
  var isSettled: Bool { completion == nil }

  /// Tells the caller, once.
  func settle(_ outcome: InvocationOutcome) {
    let completion = completion
    self.completion = nil
    completion?(outcome)
  }
}
