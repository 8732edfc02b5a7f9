internal import Core
internal import Glibc
internal import HTTPServer
internal import HostTemplate
internal import NIOCore

/// One process of a function with a Runtime API address of its own. Runs one invocation at a time. Lives on the
/// event loop.
final class ExecutionEnvironment {
  /// SIGKILL follows SIGTERM after so long, as on Lambda with an internal extension.
  private static let shutdownGrace = TimeAmount.milliseconds(500)
  private static let initLimit = TimeAmount.seconds(10)

  let number: Int
  private(set) var phase: Phase
  private(set) var invocations = 0
  /// How the function said that it cannot start (`/init/error`).
  var initError: [UInt8]?
  unowned let pool: FunctionPool
  private var process: FunctionProcess?
  private var server: HTTPServer?
  private var initDuration: Int64?

  init(number: Int, pool: FunctionPool) {
    self.number = number
    self.pool = pool
    phase = .starting(since: .now())
  }

  var pid: pid_t? { process?.pid }

  // MARK: Life

  /// Opens the Runtime API address, then starts the process.
  func start() {
    let environment = NIOLoopBound(self, eventLoop: pool.eventLoop)
    HTTPServer.startOnEventLoop(
      host: "127.0.0.1", port: 0, maxBodyBytes: 64 << 20, eventLoop: pool.eventLoop, idleSeconds: nil
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
    let variables =
      pool.plan.environment + [
        "AWS_LAMBDA_RUNTIME_API=127.0.0.1:\(server.port)", "AWS_LAMBDA_LOG_STREAM_NAME=\(number)",
      ]
    do throws(LaunchError) {
      // The process holds on to the environment until it has ended; `end` breaks the circle.
      process = try FunctionProcess(
        pool.plan, environment: variables, watcher: pool.watcher, eventLoop: pool.eventLoop,
        onOutput: { self.log($0) },
        onExit: { self.end(Self.describe($0)) })
    } catch {
      end(error.description)
    }
  }

  /// Ends the process, gently first.
  func stop() {
    switch phase {
    case .ended, .stopping: return
    case .starting, .idle, .busy:
      phase = .stopping(killAt: .now() + Self.shutdownGrace)
      process?.signal(SIGTERM)
    }
  }

  /// Ends the process at once: it is late or cannot be trusted any more.
  func kill() {
    guard !isGone else { return }
    phase = .stopping(killAt: .distantFuture)
    process?.signal(SIGKILL)
  }

  private var isGone: Bool { if case .ended = phase { true } else { false } }

  private func end(_ reason: String) {
    guard !isGone else { return }
    let last = phase
    phase = .ended
    process = nil
    server?.stop()
    pool.environmentEnded(self, in: last, reason: reason)
  }

  /// A wait status in Lambda's words.
  private static func describe(_ status: Int32) -> String {
    let signal = status & 0x7F
    return signal == 0 ? "exit status \(status >> 8 & 0xFF)" : "signal: \(signal)"
  }

  private func log(_ line: [UInt8]) {
    pool.log.write(
      line: line, function: pool.function.name, environment: number, requestID: work?.invocation.requestID)
  }

  // MARK: Work

  var work: Work? { if case .busy(let work) = phase { work } else { nil } }

  /// Hands an invocation to the waiting process. False when it does not wait any more.
  func run(_ invocation: Invocation) -> Bool {
    guard case .idle(let responder, _) = phase, responder.isOpen else { return false }
    let now = NIODeadline.now()
    let work = Work(
      invocation: invocation, start: now, deadline: now + .seconds(Int64(pool.function.timeout)))
    phase = .busy(work)
    invocations += 1
    responder.send(event(of: work))
    return true
  }

  /// The process asks for work: for the first time, after an invocation, or again because it lost a connection.
  func next(_ responder: Responder) {
    switch phase {
    case .starting(let since):
      initDuration = (NIODeadline.now() - since).nanoseconds / 1_000_000
      becomeIdle(responder)
    case .idle where !pool.isIdle(self): becomeIdle(responder)
    case .idle(_, let since): phase = .idle(responder, since: since)
    case .busy(let work) where work.isAnswered:
      report(work)
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
  func settle(_ requestID: String, _ outcome: InvocationOutcome) -> Bool {
    guard case .busy(var work) = phase, work.invocation.requestID == requestID, !work.isAnswered else {
      return false
    }
    work.isAnswered = true
    phase = .busy(work)
    pool.invocationEnded(work.invocation, outcome)
    return true
  }

  /// Called several times a second: enforces the limits of time.
  func checkTime(_ now: NIODeadline) {
    switch phase {
    case .starting(let since) where now - since > Self.initLimit:
      initError =
        InvocationFailure(
          .environment, type: "Sandbox.Timedout", message: "The function did not start within 10 s."
        ).payload
      kill()
    case .busy(let work) where now >= work.deadline: timeOut(work)
    case .stopping(let killAt) where now >= killAt: kill()
    case .starting, .idle, .busy, .stopping, .ended: break
    }
  }

  private func timeOut(_ work: Work) {
    let seconds = pool.function.timeout
    let message = "RequestId: \(work.invocation.requestID) Error: Task timed out after \(seconds).00 seconds"
    kill()
    pool.environmentTimedOut(self)
    guard !work.isAnswered else { return }
    pool.log.write(
      type: "platform.timeout", function: pool.function.name,
      [
        "environment": JSON(number), "requestId": .string(work.invocation.requestID),
        "message": .string(message),
      ])
    pool.invocationEnded(
      work.invocation,
      .failure(InvocationFailure(.environment, type: "Sandbox.Timedout", message: message)))
  }

  /// The counterpart of Lambda's REPORT line.
  private func report(_ work: Work) {
    guard pool.reportsInvocations else { return }
    let duration = (NIODeadline.now() - work.start).nanoseconds / 1_000_000
    pool.log.write(
      type: "platform.report", function: pool.function.name,
      [
        "environment": JSON(number), "requestId": .string(work.invocation.requestID),
        "durationMs": .integer(duration), "billedDurationMs": .integer(max(1, duration)),
        "initDurationMs": invocations == 1 ? .integer(initDuration ?? 0) : .null,
        "maxMemoryUsedMB": pid.flatMap(ProcessMemory.peak).map { JSON($0 >> 20) } ?? .null,
      ])
  }
}
