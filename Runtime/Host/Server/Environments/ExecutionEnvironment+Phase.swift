internal import HTTPServer
internal import NIOCore

extension ExecutionEnvironment {
  enum Phase {
    /// The process was not yet seen; `since` it was started.
    case starting(since: NIODeadline)
    /// It waits in `/next`.
    case idle(Responder, since: NIODeadline)
    case busy(Work)
    /// Asked to end; killed at the deadline.
    case stopping(killAt: NIODeadline)
    case ended
  }

  /// The invocation in an environment.
  struct Work {
    let invocation: Invocation
    /// Names this run of the invocation: a late answer to an earlier one is told apart by it.
    let invocationID: String
    let start: NIODeadline
    let deadline: NIODeadline
    /// The caller has its answer; the process has not come back for more.
    var isAnswered = false
  }
}
