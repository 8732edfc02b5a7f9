internal import CProcess
internal import Glibc
internal import NIOPosix
internal import Synchronization

/// Notices the end of processes, on a thread of its own that sleeps until one has ended.
///
/// Through pidfds: `SIGCHLD` belongs to the whole program, and waiting for any child would take the children of
/// others. Event loops cannot watch them, for they insist on reading what has become readable.
final class ExitWatcher: Sendable {
  private struct Watch: Sendable {
    let descriptor: Int32
    let onExit: @Sendable () -> Void
  }

  private struct Inbox {
    var watches: [Watch] = []
    var isClosed = false
  }

  private let inbox = Mutex(Inbox())
  private let thread = NIOThreadPool(numberOfThreads: 1)
  private let wakeUpRead: Int32
  private let wakeUpWrite: Int32

  init() throws(LaunchError) {
    var ends: [Int32] = [0, 0]
    guard pipe2(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { throw LaunchError("cannot make a pipe", errno) }
    (wakeUpRead, wakeUpWrite) = (ends[0], ends[1])
    thread.start()
    thread.submit { [self] _ in run() }
  }

  /// Calls `onExit` once the process has ended, on the watcher's thread. The process stays a zombie, its number
  /// its own, until the caller waits for it.
  func watch(_ pid: pid_t, onExit: @escaping @Sendable () -> Void) throws(LaunchError) {
    let descriptor = pidfd_open(pid, 0)
    guard descriptor >= 0 else { throw LaunchError("cannot watch process \(pid)", errno) }
    inbox.withLock { $0.watches.append(Watch(descriptor: descriptor, onExit: onExit)) }
    wakeUp()
  }

  /// Ends the thread.
  func close() {
    inbox.withLock { $0.isClosed = true }
    wakeUp()
    try? thread.syncShutdownGracefully()
    for descriptor in [wakeUpRead, wakeUpWrite] { Glibc.close(descriptor) }
  }

  private func wakeUp() {
    var byte: UInt8 = 0
    // A full pipe wakes the thread as well.
    _ = write(wakeUpWrite, &byte, 1)
  }

  private func run() {
    var watches: [Watch] = []
    defer { for watch in watches { Glibc.close(watch.descriptor) } }
    while true {
      let (added, isClosed) = inbox.withLock { inbox in
        defer { inbox.watches = [] }
        return (inbox.watches, inbox.isClosed)
      }
      watches += added
      if isClosed { return }
      let descriptors = [wakeUpRead] + watches.map(\.descriptor)
      var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard poll(&polled, nfds_t(polled.count), -1) > 0 else { continue }
      if polled[0].revents != 0 {
        var bytes = [UInt8](repeating: 0, count: 64)
        _ = read(wakeUpRead, &bytes, bytes.count)
      }
      let ended = Set(polled.dropFirst().filter { $0.revents != 0 }.map(\.fd))
      for watch in watches where ended.contains(watch.descriptor) {
        Glibc.close(watch.descriptor)
        watch.onExit()
      }
      watches.removeAll { ended.contains($0.descriptor) }
    }
  }
}
