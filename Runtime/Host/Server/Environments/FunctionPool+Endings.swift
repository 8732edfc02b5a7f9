internal import Core
internal import HostTemplate
internal import NIOCore

/// What follows when the process of an environment has ended.
extension FunctionPool {
  func environmentEnded(
    _ environment: ExecutionEnvironment, in phase: ExecutionEnvironment.Phase, reason: String
  ) {
    environmentIsLost(environment)
    lost.removeAll { $0 === environment }
    switch phase {
    case .starting:
      noteCrash(environment, reason)
      failStart(environment, reason)
    case .busy(let work):
      noteCrash(environment, reason, during: work.invocation)
      if !work.isAnswered {
        let failure = InvocationFailure.exited(work.invocation.requestID, reason)
        invocationEnded(work.invocation, .failure(failure), after: .now() - work.start)
      }
    case .idle: noteCrash(environment, reason)
    case .stopping:
      if environment.initError != nil {
        noteCrash(environment, reason)
        failStart(environment, reason)
      }
    case .ended: break
    }
    if !waiting.isEmpty { scheduleGrowth() }
  }

  private func noteCrash(
    _ environment: ExecutionEnvironment, _ reason: String, during invocation: Invocation? = nil
  ) {
    crashes.note(.now())
    log.write(
      type: "platform.fault", function: function.name,
      [
        "environment": JSON(environment.number), "requestId": JSON(invocation?.requestID),
        "message": .string("the process ended: \(reason)"),
      ])
  }

  /// A start that failed is tried once more. With no environment left after that, those who wait get the reason instead
  /// of waiting for the next failure.
  private func failStart(_ environment: ExecutionEnvironment, _ reason: String) {
    guard environments.isEmpty else { return }
    guard hasFailedStart else {
      hasFailedStart = true
      return grow()
    }
    hasFailedStart = false
    let failure =
      environment.initError.map { InvocationFailure(.environment, payload: $0) } ?? .exited(nil, reason)
    let failed = waiting
    waiting.removeAll()
    for invocation in failed { invocationEnded(invocation, .failure(failure), after: nil) }
  }
}
