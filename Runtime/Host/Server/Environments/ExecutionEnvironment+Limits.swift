internal import Core
internal import HostTemplate
internal import NIOCore

/// What ends an environment that takes too long or too much.
extension ExecutionEnvironment {
  /// Called several times a second: enforces the limits of time and memory.
  func checkLimits(_ now: NIODeadline) {
    switch phase {
    case .starting(let since):
      if now - since > initLimit {
        initError =
          InvocationFailure(
            .environment, type: "Sandbox.Timedout",
            message: "The function did not start within \(initLimit.nanoseconds / 1_000_000_000) s."
          ).payload
        kill()
      } else if isOverMemory {
        initError = InvocationFailure.outOfMemory("none").payload
        kill()
      }
    case .busy(let work):
      if now >= work.deadline {
        giveUp(work, .timedOut(work.invocation.requestID, seconds: pool.function.timeout), "platform.timeout")
      } else if isOverMemory {
        giveUp(work, .outOfMemory(work.invocation.requestID), "platform.outOfMemory")
      }
    case .stopping(let killAt) where now >= killAt: kill()
    case .idle, .stopping, .ended: break
    }
  }

  private var isOverMemory: Bool {
    pid.map { ProcessTree.memory(of: $0) > pool.function.memory << 20 } ?? false
  }

  private func giveUp(_ work: Work, _ failure: InvocationFailure, _ type: String) {
    kill()
    pool.environmentIsLost(self)
    guard !work.isAnswered else { return }
    pool.log.write(
      type: type, function: pool.function.name,
      [
        "environment": JSON(number), "requestId": .string(work.invocation.requestID),
        "message": .string(String(decoding: failure.payload, as: UTF8.self)),
      ])
    pool.invocationEnded(work.invocation, .failure(failure), after: .now() - work.start)
  }
}
