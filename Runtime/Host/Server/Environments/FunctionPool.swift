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
  let idleTime: TimeAmount
  private let initLimit: TimeAmount
  private(set) var environments: [ExecutionEnvironment] = []
  private(set) var idle: [ExecutionEnvironment] = []
  var waiting = CircularBuffer<Invocation>()
  private(set) var invocations = 0
  private(set) var errors = 0
  private var lastNumber = 0
  var crashes = CrashRecord()
  /// The last start failed: the next one happens under the time limit of the invocation that waits for it, Lambda's
  /// "suppressed init".
  var hasFailedStart = false
  private var isGrowthScheduled = false
  private var impatientLooks = 0
  var executable: ExecutableWatch
  /// Environments that are kept started.
  var provisioned = 0
  var isDraining = false

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
    initLimit = .microseconds(configuration.initLimit.microseconds)
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

  func scheduleGrowth() {
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
  func grow() {
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
      : hasFailedStart ? .seconds(Int64(function.timeout)) : initLimit
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

  func startProvisioned(_ now: NIODeadline) {
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
  var lost: [ExecutionEnvironment] = []
}
