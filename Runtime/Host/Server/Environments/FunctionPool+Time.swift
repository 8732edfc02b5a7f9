internal import Core
internal import HostTemplate
internal import NIOCore

/// What happens by itself as time passes, and the end of it all.
extension FunctionPool {
  /// Called several times a second.
  func checkTime(_ now: NIODeadline) {
    if executable.hasChanged(now) { replaceEnvironments() }
    for environment in environments + lost { environment.checkLimits(now) }
    for environment in idle where environments.count > provisioned {
      if case .idle(_, let since) = environment.phase, now - since >= idleTime { retire(environment) }
    }
    for environment in environments {
      if let work = environment.work, let giveUpAt = work.invocation.giveUpAt, now >= giveUpAt {
        work.invocation.settle(.failure(.abandoned))
      }
    }
    while let first = waiting.first, let giveUpAt = first.giveUpAt, now >= giveUpAt {
      waiting.removeFirst()
      first.settle(.failure(.abandoned))
    }
    if !waiting.isEmpty { grow() }
    if provisioned > 0 { startProvisioned(now) }
  }

  private func retire(_ environment: ExecutionEnvironment) {
    environment.stop()
    environmentIsLost(environment)
  }

  /// The executable has changed: idle environments end now, the others when they have finished.
  private func replaceEnvironments() {
    log.write(type: "host.reloaded", function: function.name)
    for environment in idle { retire(environment) }
  }

  // MARK: The end

  /// Refuses new work; what is in flight goes on.
  func drain() { isDraining = true }

  var hasProcesses: Bool { !environments.isEmpty || !lost.isEmpty }

  var hasWork: Bool {
    !waiting.isEmpty || environments.contains { $0.work.map { !$0.isAnswered } ?? false }
  }

  func stopAll() {
    for environment in environments { environment.stop() }
    while let invocation = waiting.popFirst() { invocation.settle(.failure(.draining)) }
  }
}
