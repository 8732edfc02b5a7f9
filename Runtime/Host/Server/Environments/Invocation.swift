internal import Core
internal import NIOCore

/// One event on its way through a function. Lives on the host's event loop.
final class Invocation {
  let requestID: String
  let event: [UInt8]
  let traceID: String?
  /// When it was asked for.
  let arrival: NIODeadline
  /// When its caller gives up waiting; nil when it waits as long as it takes.
  let giveUpAt: NIODeadline?
  private var completion: ((InvocationOutcome) -> Void)?

  init(
    requestID: String = UUID.v7().description, event: [UInt8], traceID: String?,
    giveUpAfter: TimeAmount? = nil,
    completion: @escaping (InvocationOutcome) -> Void
  ) {
    let now = NIODeadline.now()
    arrival = now
    self.requestID = requestID
    self.event = event
    self.traceID = traceID
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
