internal import Glibc
internal import Synchronization

/// What a program has started, so that Ctrl-C, or another's SIGTERM, ends all of it and not the program alone.
package enum Interruption {
  private struct Started {
    var next = 0
    /// In the order in which they were started.
    var ends: [(id: Int, end: @Sendable () throws -> Void)] = []
  }

  private static let started = Mutex(Started())
  private static let isInterrupted = Atomic(false)

  /// From now on SIGINT and SIGTERM end what was started, the last first, and then this process, with 128 and the
  /// signal. To be called before anything is started: threads inherit that these signals are blocked.
  package static func endsWhatWasStarted() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { _ in Interruption.wait() }, nil)
    precondition(code == 0, "no thread for signals")
    // What is ended under a program's hands lets it fail: the process stays until all of it is gone.
    atexit { while Interruption.isInterrupted.load(ordering: .acquiring) { _ = pause() } }
  }

  /// `end` is called when the process is interrupted, unless `forget` comes first.
  static func remember(_ end: @escaping @Sendable () throws -> Void) -> Int {
    started.withLock { started in
      started.next += 1
      started.ends.append((started.next, end))
      return started.next
    }
  }

  static func forget(_ id: Int) { started.withLock { $0.ends.removeAll { $0.id == id } } }

  private static func wait() -> Never {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    var signal: Int32 = 0
    sigwait(&signals, &signal)
    isInterrupted.store(true, ordering: .releasing)
    while let last = started.withLock({ $0.ends.popLast() }) { try? last.end() }
    fflush(nil)
    _exit(128 + signal)
  }
}
