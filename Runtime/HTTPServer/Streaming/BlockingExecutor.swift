internal import NIOPosix

/// Runs tasks on threads that may block, so that what reads and writes files can be written from top to bottom
/// without holding up event loops or Swift's own few threads.
final class BlockingExecutor: TaskExecutor {
  private let pool: NIOThreadPool

  init(threads: Int) {
    pool = NIOThreadPool(numberOfThreads: threads)
    pool.start()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // A job must be run, also once the pool is stopping: its task would hang for ever otherwise.
    pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  func stop() throws { try pool.syncShutdownGracefully() }
}
