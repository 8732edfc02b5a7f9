internal import Core
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// SIGTERM, as it comes before an environment is taken away.
///
/// The handler only stores a flag and writes a byte, which is all that `man 7 signal-safety` leaves it; the rest is
/// done by the watcher's thread, which reads the other end of the pipe.
enum TerminationSignal {
  /// The writing end; -1 until somebody watches.
  private static let wakeUp = Atomic<Int32>(-1)

  /// Until somebody watches there is nothing to finish, and the process ends at once.
  static func install() {
    // Made here: a static value must not be made for the first time within a signal handler.
    Activity.current.clearDeadline()
    wakeUp.store(-1, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in TerminationSignal.handle() }
    action.sa_flags = SA_RESTART
    sigaction(SIGTERM, &action, nil)
  }

  /// From now on a byte is written to `descriptor`.
  static func watch(_ descriptor: Int32) { wakeUp.store(descriptor, ordering: .releasing) }

  private static func handle() {
    let descriptor = wakeUp.load(ordering: .acquiring)
    guard descriptor >= 0 else { _exit(0) }
    let saved = errno
    // Before the interrupted call returns: whoever waits in it looks at the flag then.
    Activity.current.interrupt()
    var byte = WakeUp.termination.rawValue
    _ = write(descriptor, &byte, 1)
    errno = saved
  }
}

/// What is written to the watcher's pipe.
enum WakeUp: UInt8 {
  case termination
  /// An invocation ends before the watcher would have looked.
  case earlierDeadline
}
