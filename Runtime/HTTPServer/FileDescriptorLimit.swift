internal import Glibc

/// How many files and connections this process may have open.
package enum FileDescriptorLimit {
  /// Raises it to what the system allows this process without asking; each connection needs one.
  package static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// How many connections one of the servers of this process may have, for one part in `parts` of all that may be open: no
  /// server's clients can take what the others, the functions and the database need.
  package static func connections(parts: Int) -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
    return max(64, Int(min(limit.rlim_cur, 1 << 20)) / parts)
  }
}
