internal import Core
internal import HTTPClient
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A thread that acts when the main one cannot: it answers for a handler that does not come back before its
/// deadline, and sees to it that the process ends soon after SIGTERM.
///
/// It sleeps until the deadline of an invocation, not for each one: deadlines only move on, so it wakes up once per
/// time-out, looks at which invocation there is then, and sleeps again. An invocation costs two uncontended locks.
final class Watcher: Sendable {
  /// What is left for the process's end after SIGTERM; Lambda gives the runtime 300 ms.
  private static let grace = Duration.milliseconds(250)

  private struct State {
    var phase = Phase.waiting
    /// When the thread looks next.
    var sleepsUntil = Instant.never
    /// When the process ends at the latest, once it was asked to.
    var end: Instant?
  }

  private enum Phase {
    case waiting
    case handling(Invocation)
    /// The answer is being given, by the main thread or by this one; or what comes after it is done.
    case answering
  }

  private let state = Mutex(State())
  private let address: String
  private let gate: SocketGate
  private let pipe: (read: Int32, write: Int32)

  /// Starts the thread.
  init(address: String, gate: SocketGate) {
    self.address = address
    self.gate = gate
    var ends: (Int32, Int32) = (-1, -1)
    withUnsafeMutableBytes(of: &ends) { ends in
      _ = Glibc.pipe(ends.baseAddress?.assumingMemoryBound(to: Int32.self))
    }
    for end in [ends.0, ends.1] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    pipe = (ends.0, ends.1)
    TerminationSignal.watch(pipe.write)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { watcher in
        guard let watcher else { return nil }
        Unmanaged<Watcher>.fromOpaque(watcher).takeRetainedValue().run()
      }, Unmanaged.passRetained(self).toOpaque())
  }

  /// An invocation begins.
  func begin(_ invocation: Invocation) {
    let isEarlier = state.withLock { state in
      state.phase = .handling(invocation)
      return (invocation.lastMoment ?? .never) < state.sleepsUntil
    }
    if isEarlier { wake(.earlierDeadline) }
  }

  /// The handler has come back. Does not return when the answer was given for it meanwhile: the process ends.
  func beginAnswer() {
    let isMine = state.withLock { state in
      guard case .handling = state.phase else { return false }
      state.phase = .answering
      return true
    }
    while !isMine { pause() }
  }

  /// The next event is about to be waited for. False when the process is to end instead.
  func beginWaiting() -> Bool {
    state.withLock { state in
      state.phase = .waiting
      return state.end == nil
    }
  }

  var isEnding: Bool { state.withLock { $0.end != nil } }

  private func wake(_ reason: WakeUp) {
    var byte = reason.rawValue
    _ = write(pipe.write, &byte, 1)
  }

  private func run() -> Never {
    // The signal is to interrupt what the main thread waits in.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    while true {
      let reason = sleep()
      if reason == .termination { beginEnd() }
      if let invocation = overdue() { answer(for: invocation) }
      if let end = state.withLock({ $0.end }), end <= .now() { _exit(0) }
    }
  }

  /// Until the next moment that matters, or until woken.
  private func sleep() -> WakeUp? {
    let until = state.withLock { state in
      var until = state.end ?? .never
      if case .handling(let invocation) = state.phase, let last = invocation.lastMoment {
        until = min(until, last)
      }
      state.sleepsUntil = until
      return until
    }
    let limit: Int32 =
      until == .never ? -1 : Int32(clamping: max(0, (until - .now()).microseconds / 1000 + 1))
    var input = pollfd(fd: pipe.read, events: Int16(POLLIN), revents: 0)
    guard poll(&input, 1, limit) > 0 else { return nil }
    var byte: UInt8 = 0
    return read(pipe.read, &byte, 1) == 1 ? WakeUp(rawValue: byte) : nil
  }

  /// A main thread that waits for an event is told that its connection has ended. One that works finishes first.
  private func beginEnd() {
    let isWaiting = state.withLock { state in
      if state.end == nil { state.end = .now() + Self.grace }
      if case .waiting = state.phase { return true }
      return false
    }
    if isWaiting { gate.shut() }
  }

  /// Takes the invocation from the main thread when its last moment has come.
  private func overdue() -> Invocation? {
    state.withLock { state in
      guard case .handling(let invocation) = state.phase, let last = invocation.lastMoment, last <= .now()
      else { return nil }
      state.phase = .answering
      return invocation
    }
  }

  /// On a connection of its own: the other belongs to a thread that is not coming back. It may hold any lock and
  /// any half-done work, so nothing can follow but the end of the process.
  private func answer(for invocation: Invocation) -> Never {
    let limit = (invocation.deadline - invocation.start).milliseconds
    let message = "the handler did not return within its \(limit) ms; it was \(Activity.current.description)"
    let log = Log(requestID: invocation.requestID, traceID: invocation.traceID, tenantID: invocation.tenantID)
    log.error(message)
    do throws(RuntimeFailure) {
      _ = try RuntimeAPI(address: address).fail(invocation, ErrorReport("Timeout", message))
    } catch {
      log.error("the time-out was not reported", ["error": .string(error.reason)])
    }
    Log.process.fatal("the process ends", ["reason": "a handler did not return in time"])
    _exit(1)
  }
}

extension Instant {
  fileprivate static let never = Instant(microseconds: .max)
}
