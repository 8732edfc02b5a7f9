internal import Core
internal import Glibc
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// One process of a function with a Runtime API address of its own. Runs one invocation at a time. Lives on the
/// event loop.
final class ExecutionEnvironment {
  /// SIGKILL follows SIGTERM after so long where an internal extension is registered; without one there is no
  /// SIGTERM (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
  private static let shutdownGrace = TimeAmount.milliseconds(500)

  let number: Int
  /// Which version of the executable it runs.
  let generation: Int
  /// How long it may take to ask for its first event.
  let initLimit: TimeAmount
  private(set) var phase: Phase
  private(set) var invocations = 0
  /// How the function said that it cannot start (`/init/error`), or why the host ended its start.
  var initError: [UInt8]?
  var extensions: [InternalExtension] = []
  unowned let pool: FunctionPool
  private var process: FunctionProcess?
  private var user: uid_t?
  private var server: HTTPServer?
  private var initDuration: Int64?

  init(number: Int, generation: Int, initLimit: TimeAmount, pool: FunctionPool) {
    self.number = number
    self.generation = generation
    self.initLimit = initLimit
    self.pool = pool
    phase = .starting(since: .now())
  }

  var pid: pid_t? { process?.pid }
  var work: Work? { if case .busy(let work) = phase { work } else { nil } }
  var isStarting: Bool { if case .starting = phase { true } else { false } }

  // MARK: Life

  /// Opens the Runtime API address, then starts the process.
  func start() {
    let environment = NIOLoopBound(self, eventLoop: pool.eventLoop)
    HTTPServer.startOnEventLoop(
      host: "127.0.0.1", port: 0, maxBodyBytes: 64 << 20, eventLoop: pool.eventLoop, idleSeconds: nil,
      admits: { environment.value.admits($0) }
    ) { request, responder in
      environment.value.answer(request, responder)
    }.whenComplete { result in
      switch result {
      case .success(let server): environment.value.launch(server)
      case .failure(let error): environment.value.end("\(error)")
      }
    }
  }

  private func launch(_ server: HTTPServer) {
    self.server = server
    guard case .starting = phase else { return end("ended before it was started") }
    do throws(LaunchError) {
      let user = try takeUser()
      self.user = user
      let mark = "AWS_LAMBDA_LOG_STREAM_NAME=\(Self.logStreamName())"
      let identity = FunctionProcess.Identity(
        user: user, group: pool.plan.reachesDatabase ? pool.accounts?.block.databaseGroup : nil,
        environment: pool.plan.environment + ["AWS_LAMBDA_RUNTIME_API=127.0.0.1:\(server.port)", mark],
        mark: mark)
      // The process holds on to the environment until it has ended; `end` breaks the circle.
      process = try FunctionProcess(
        pool.plan, identity, watcher: pool.watcher, eventLoop: pool.eventLoop,
        onOutput: { self.log($0) },
        onExit: { self.end(WaitStatus.describe($0)) })
    } catch {
      end(error.description)
    }
  }

  /// nil when the function has to run as the host's user.
  private func takeUser() throws(LaunchError) -> uid_t? {
    guard let accounts = pool.accounts, pool.plan.isOpenToAll else { return nil }
    guard let user = accounts.take() else { throw LaunchError("no user is free", EAGAIN) }
    return user
  }

  /// In the form of AWS: `2026/11/21/[$LATEST]…`.
  private static func logStreamName() -> String {
    let day = Instant.now().description.prefix(10).map { $0 == "-" ? "/" : String($0) }.joined()
    return "\(day)/[$LATEST]" + UUID.v7().description.filter { $0 != "-" }
  }

  /// Whether a connection comes from this environment: no other process of the machine may read its events or answer
  /// for it. Asked once for a connection, not for a request.
  private func admits(_ peer: SocketOwner) -> Bool { process?.owns(peer) ?? false }

  /// Ends the process, gently when it asked for that.
  func stop() {
    switch phase {
    case .ended, .stopping: return
    case .starting, .idle, .busy:
      guard !extensions.isEmpty else { return kill() }
      phase = .stopping(killAt: .now() + Self.shutdownGrace)
      process?.signal(SIGTERM)
    }
  }

  /// Ends the process at once: it is late or cannot be trusted any more.
  func kill() {
    guard !isGone else { return }
    phase = .stopping(killAt: .distantFuture)
    process?.killAll()
  }

  private var isGone: Bool { if case .ended = phase { true } else { false } }

  private func end(_ reason: String) {
    guard !isGone else { return }
    let last = phase
    phase = .ended
    process = nil
    server?.stop()
    if let user { pool.accounts?.giveBack(user) }
    pool.environmentEnded(self, in: last, reason: reason)
  }

  private func log(_ line: [UInt8]) {
    work?.invocation.call?.tail?.append(line)
    pool.metrics.read(line)
    pool.log.write(
      line: line, function: pool.function.name, environment: number, requestID: work?.invocation.requestID)
  }

  // MARK: Work

  /// Hands an invocation to the waiting process. False when it does not wait any more.
  func run(_ invocation: Invocation) -> Bool {
    guard case .idle(let responder, _) = phase, responder.isOpen else { return false }
    let now = NIODeadline.now()
    invocations += 1
    let work = Work(
      invocation: invocation, invocationID: "\(number)-\(invocations)", start: now,
      deadline: now + .seconds(Int64(pool.function.timeout)))
    phase = .busy(work)
    if pool.reportsInvocations { reportStart(of: work) }
    if !extensions.isEmpty { tellExtensions(of: work) }
    responder.send(event(of: work))
    return true
  }

  /// The process asks for work: for the first time, after an invocation, or again because it lost a connection.
  func next(_ responder: Responder) {
    switch phase {
    case .starting(let since):
      let duration = NIODeadline.now() - since
      initDuration = duration.nanoseconds / 1_000_000
      pool.environmentStarted(after: duration)
      becomeIdle(responder)
    case .idle where !pool.isIdle(self): becomeIdle(responder)
    case .idle(_, let since): phase = .idle(responder, since: since)
    case .busy(let work) where work.isAnswered:
      if pool.reportsInvocations { report(work, initDuration: invocations == 1 ? initDuration : nil) }
      becomeIdle(responder)
    case .busy(let work): responder.send(event(of: work))
    // Left unanswered: the process is about to be told otherwise.
    case .stopping, .ended: break
    }
  }

  private func becomeIdle(_ responder: Responder) {
    phase = .idle(responder, since: .now())
    pool.environmentIsIdle(self)
  }

  /// Passes the outcome to the caller. False when it already has one.
  @discardableResult
  func settle(_ requestID: String, _ outcome: InvocationOutcome) -> Bool {
    guard case .busy(var work) = phase, work.invocation.requestID == requestID, !work.isAnswered else {
      return false
    }
    work.isAnswered = true
    phase = .busy(work)
    pool.invocationEnded(work.invocation, outcome, after: .now() - work.start)
    return true
  }
}
