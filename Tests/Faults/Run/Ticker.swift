internal import Core
internal import Glibc
internal import Harness
internal import NIOPosix
internal import Synchronization

/// What the minute timers do, once a second on a thread of its own: the test has no time for minutes.
final class Ticker: Sendable {
  private let bundle: RunningBundle
  private let isOver = Atomic(false)
  private let pool = NIOThreadPool(numberOfThreads: 1)

  init(_ bundle: RunningBundle) {
    self.bundle = bundle
    pool.start()
    pool.submit { [self] _ in
      while !isOver.load(ordering: .relaxed) {
        // Fails while the host is down, or when it is killed on the way.
        for function in ["DispatchDueDeliveries", "ReconcileDeliveries"] { _ = try? bundle.invoke(function) }
        usleep(1_000_000)
      }
    }
  }

  /// Returns when the last tick is over.
  func end() throws {
    isOver.store(true, ordering: .relaxed)
    try pool.syncShutdownGracefully()
  }
}
