internal import Glibc

/// The signals that end the host. They are blocked and waited for, so that no code runs in a signal handler.
struct TerminationSignals {
  private var set = sigset_t()

  /// To be called before the first thread is started: threads inherit what is blocked.
  init() {
    // A closed terminal does not end the host; a closed connection is seen by whoever writes to it.
    signal(SIGHUP, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// True when a signal came, false when the time is over first.
  func wait(_ duration: Duration) -> Bool {
    var set = set
    let (seconds, attoseconds) = duration.components
    var timeout = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    return sigtimedwait(&set, nil, &timeout) > 0
  }
}
