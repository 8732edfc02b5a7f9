internal import Core
internal import HostTemplate
internal import NIOCore

/// The environments of one function and the invocations that wait for one. Lives on the event loop.
///
/// Few environments stay hot: the one that became idle last is used first, and more are started only when
/// invocations wait longer than `patience` in several looks in a row. Measured on two cores with a fast function:
/// two environments give what ten give, one gives 60 % of it.
final class FunctionPool {
  private static let patience = TimeAmount.milliseconds(2)
  /// One hiccup is no reason to grow.
  private static let looksBeforeGrowth = 3
  private static let maxWaiting = 1000
  /// Crashes in a row that are taken as bad luck. After that, starts are spaced.
  private static let freeCrashes = 2
  private static let longestPause = TimeAmount.seconds(5)

  let function: FunctionResource
  let plan: LaunchPlan
  let log: LogStream
  let watcher: ExitWatcher
  let eventLoop: any EventLoop
  let reportsInvocations: Bool
  let limit: Int
  private let idleTime: TimeAmount
  private(set) var environments: [ExecutionEnvironment] = []
  private(set) var idle: [ExecutionEnvironment] = []
  private(set) var waiting = CircularBuffer<Invocation>()
  private(set) var invocations = 0
  private(set) var errors = 0
  private var lastNumber = 0
  private var crashes = 0
  private var startsFrom = NIODeadline.uptimeNanoseconds(0)
  private var isGrowthScheduled = false
  private var impatientLooks = 0
  private(set) var isDraining = false

  init(
    _ function: FunctionResource, _ configuration: HostConfiguration, plan: LaunchPlan, log: LogStream,
    watcher: ExitWatcher,
    eventLoop: any EventLoop
  ) {
    self.function = function
    self.plan = plan
    self.log = log
    self.watcher = watcher
    self.eventLoop = eventLoop
    reportsInvocations = configuration.reportsInvocations
    limit = function.reservedConcurrency ?? configuration.defaultConcurrency
    idleTime = .seconds(Int64(configuration.idleSeconds))
  }

  /// Runs the invocation now or as soon as an environment is free.
  func invoke(_ invocation: Invocation) {
    guard !isDraining else { return invocation.settle(.failure(.draining)) }
    guard limit > 0, waiting.count < Self.maxWaiting else { return invocation.settle(.failure(.throttled)) }
    invocations += 1
    while let environment = idle.popLast() {
      if environment.run(invocation) { return }
    }
    waiting.append(invocation)
    if environments.isEmpty { grow() } else { scheduleGrowth() }
  }

  // MARK: Growth

  private func scheduleGrowth() {
    guard !isGrowthScheduled, environments.count < limit else { return }
    isGrowthScheduled = true
    let pool = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.scheduleTask(in: Self.patience) {
      pool.value.isGrowthScheduled = false
      pool.value.grow()
    }
  }

  /// Starts more environments while invocations lose patience, at most doubling them, and no more before those
  /// just started are ready: a burst at a fast function is over by then.
  private func grow() {
    let now = NIODeadline.now()
    guard now >= startsFrom, !isDraining, !waiting.isEmpty else { return }
    let impatient = waiting.count { now - $0.arrival >= Self.patience }
    let isStarting = environments.contains { if case .starting = $0.phase { true } else { false } }
    impatientLooks = impatient == 0 || isStarting ? 0 : impatientLooks + 1
    if environments.isEmpty {
      startEnvironment()
    } else if impatientLooks >= Self.looksBeforeGrowth {
      impatientLooks = 0
      for _ in 0..<min(impatient, environments.count, limit - environments.count) { startEnvironment() }
    }
    scheduleGrowth()
  }

  private func startEnvironment() {
    lastNumber += 1
    let environment = ExecutionEnvironment(number: lastNumber, pool: self)
    environments.append(environment)
    environment.start()
  }

  // MARK: What environments report

  func environmentIsIdle(_ environment: ExecutionEnvironment) {
    while let invocation = waiting.popFirst() {
      // Its caller may have given up.
      if invocation.isSettled { continue }
      if environment.run(invocation) { return }
      waiting.prepend(invocation)
      return
    }
    idle.append(environment)
  }

  func isIdle(_ environment: ExecutionEnvironment) -> Bool { idle.contains { $0 === environment } }

  func invocationEnded(_ invocation: Invocation, _ outcome: InvocationOutcome) {
    switch outcome {
    case .success: crashes = 0
    case .failure(let failure):
      errors += 1
      if failure.kind == .function { crashes = 0 }
    }
    invocation.settle(outcome)
  }

  /// It will end soon and counts no longer.
  func environmentTimedOut(_ environment: ExecutionEnvironment) { remove(environment) }

  func environmentEnded(
    _ environment: ExecutionEnvironment, in phase: ExecutionEnvironment.Phase, reason: String
  ) {
    remove(environment)
    switch phase {
    case .starting:
      noteCrash(environment, reason)
      failStart(environment, reason)
    case .busy(let work):
      noteCrash(environment, reason, during: work.invocation)
      if !work.isAnswered {
        let message = "RequestId: \(work.invocation.requestID) Error: Runtime exited with error: \(reason)"
        invocationEnded(
          work.invocation,
          .failure(InvocationFailure(.environment, type: "Runtime.ExitError", message: message)))
      }
    case .idle: noteCrash(environment, reason)
    case .stopping: if environment.initError != nil { failStart(environment, reason) }
    case .ended: break
    }
    if !waiting.isEmpty { scheduleGrowth() }
  }

  private func remove(_ environment: ExecutionEnvironment) {
    environments.removeAll { $0 === environment }
    idle.removeAll { $0 === environment }
  }

  private func noteCrash(
    _ environment: ExecutionEnvironment, _ reason: String, during invocation: Invocation? = nil
  ) {
    crashes += 1
    if crashes > Self.freeCrashes {
      let pause = TimeAmount.milliseconds(100 << Int64(min(crashes - Self.freeCrashes, 6)))
      startsFrom = .now() + min(pause, Self.longestPause)
    }
    log.write(
      type: "platform.fault", function: function.name,
      [
        "environment": JSON(environment.number), "requestId": JSON(invocation?.requestID),
        "message": .string("the process ended: \(reason)"),
      ])
  }

  /// With no environment left, those who wait get the reason instead of waiting for the next failure.
  private func failStart(_ environment: ExecutionEnvironment, _ reason: String) {
    guard environments.isEmpty else { return }
    let failure =
      environment.initError.map { InvocationFailure(.environment, payload: $0) }
      ?? InvocationFailure(
        .environment, type: "Runtime.ExitError", message: "Runtime exited with error: \(reason)")
    let failed = waiting
    waiting.removeAll()
    for invocation in failed { invocationEnded(invocation, .failure(failure)) }
  }

  // MARK: Time

  /// Called several times a second.
  func checkTime(_ now: NIODeadline) {
    for environment in environments { environment.checkTime(now) }
    for environment in idle {
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
  }

  private func retire(_ environment: ExecutionEnvironment) {
    idle.removeAll { $0 === environment }
    environment.stop()
  }

  // MARK: The end

  /// Refuses new work; what is in flight goes on.
  func drain() { isDraining = true }

  var hasWork: Bool {
    !waiting.isEmpty || environments.contains { $0.work.map { !$0.isAnswered } ?? false }
  }

  func stopAll() {
    for environment in environments { environment.stop() }
    while let invocation = waiting.popFirst() { invocation.settle(.failure(.draining)) }
  }
}
