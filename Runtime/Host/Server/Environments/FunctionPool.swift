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
  private static let initLimit = TimeAmount.seconds(10)
  /// Up to 15 minutes, as with provisioned concurrency on Lambda.
  private static let provisionedInitLimit = TimeAmount.minutes(15)

  let function: FunctionResource
  let plan: LaunchPlan
  let log: LogStream
  let watcher: ExitWatcher
  /// nil when environments run as the host's user.
  let accounts: EnvironmentAccounts?
  let eventLoop: any EventLoop
  let reportsInvocations: Bool
  let limit: Int
  let metrics = FunctionMetrics()
  /// Set by the engine once the pool is there.
  var events: AsynchronousInvocations?
  private let idleTime: TimeAmount
  private(set) var environments: [ExecutionEnvironment] = []
  private(set) var idle: [ExecutionEnvironment] = []
  private(set) var waiting = CircularBuffer<Invocation>()
  private(set) var invocations = 0
  private(set) var errors = 0
  private var lastNumber = 0
  private var crashes = CrashRecord()
  /// The last start failed: the next one happens under the time limit of the invocation that waits for it, Lambda's
  /// "suppressed init".
  private var hasFailedStart = false
  private var isGrowthScheduled = false
  private var impatientLooks = 0
  private var executable: ExecutableWatch
  /// Environments that are kept started.
  private var provisioned = 0
  private(set) var isDraining = false

  init(
    _ function: FunctionResource, _ configuration: HostConfiguration, plan: LaunchPlan, log: LogStream,
    watcher: ExitWatcher, accounts: EnvironmentAccounts?, eventLoop: any EventLoop
  ) {
    self.function = function
    self.plan = plan
    self.log = log
    self.watcher = watcher
    self.accounts = accounts
    self.eventLoop = eventLoop
    executable = ExecutableWatch(plan.executable)
    reportsInvocations = configuration.reportsInvocations
    limit = function.reservedConcurrency ?? configuration.defaultConcurrency
    idleTime = .seconds(Int64(configuration.idleSeconds))
  }

  /// Runs the invocation now or as soon as an environment is free.
  func invoke(_ invocation: Invocation) {
    guard !isDraining else { return invocation.settle(.failure(.draining)) }
    guard limit > 0, waiting.count < Self.maxWaiting, !isThrottled(invocation) else {
      metrics.countThrottle()
      return invocation.settle(.failure(.throttled))
    }
    invocations += 1
    while let environment = idle.popLast() {
      if environment.run(invocation) { return }
    }
    waiting.append(invocation)
    if environments.isEmpty { grow() } else { scheduleGrowth() }
  }

  /// Callers of Invoke are told at once that the reserved concurrency is used up, as on Lambda; what comes from gateway,
  /// queues and timers waits for its turn.
  private func isThrottled(_ invocation: Invocation) -> Bool {
    guard invocation.call?.isThrottled == true, let reserved = function.reservedConcurrency else {
      return false
    }
    return waiting.count + environments.count { $0.work.map { !$0.isAnswered } ?? false } >= reserved
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
    guard crashes.allowsStart(now), !isDraining, !waiting.isEmpty else { return }
    let impatient = waiting.count { now - $0.arrival >= Self.patience }
    let isStarting = environments.contains(where: \.isStarting)
    impatientLooks = impatient == 0 || isStarting ? 0 : impatientLooks + 1
    if environments.isEmpty {
      startEnvironment()
    } else if impatientLooks >= Self.looksBeforeGrowth {
      impatientLooks = 0
      for _ in 0..<max(0, min(impatient, environments.count, limit - environments.count)) {
        startEnvironment()
      }
    }
    scheduleGrowth()
  }

  private func startEnvironment() {
    lastNumber += 1
    let limit =
      provisioned > 0
      ? Self.provisionedInitLimit
      : hasFailedStart ? .seconds(Int64(function.timeout)) : Self.initLimit
    let environment = ExecutionEnvironment(
      number: lastNumber, generation: executable.generation, initLimit: limit, pool: self)
    environments.append(environment)
    environment.start()
  }

  /// Starts the environments that the template keeps ready.
  func provision() {
    provisioned = min(function.provisionedConcurrency, limit)
    startProvisioned(.now())
  }

  private func startProvisioned(_ now: NIODeadline) {
    guard !isDraining, crashes.allowsStart(now) else { return }
    while environments.count < provisioned { startEnvironment() }
  }

  // MARK: What environments report

  func environmentStarted(after duration: TimeAmount) {
    hasFailedStart = false
    metrics.countStart(duration)
  }

  func environmentIsIdle(_ environment: ExecutionEnvironment) {
    if environment.generation != executable.generation {
      environment.stop()
      environmentIsLost(environment)
      return grow()
    }
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

  /// `duration` since the invocation was handed over; nil when it never was.
  func invocationEnded(_ invocation: Invocation, _ outcome: InvocationOutcome, after duration: TimeAmount?) {
    metrics.count(outcome, after: duration)
    switch outcome {
    case .success: crashes.reset()
    case .failure(let failure):
      errors += 1
      if failure.kind == .function { crashes.reset() }
    }
    invocation.settle(outcome)
  }

  /// It will end soon and counts no longer.
  func environmentIsLost(_ environment: ExecutionEnvironment) {
    environments.removeAll { $0 === environment }
    idle.removeAll { $0 === environment }
    lost.append(environment)
  }

  /// Environments that are ending, apart from those that count.
  private(set) var lost: [ExecutionEnvironment] = []

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

  // MARK: Time

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
