internal import Glibc

/// How many files and connections this process may have open.
enum FileDescriptorLimit {
  /// Raises it to what the system allows this process without asking; each connection needs one.
  static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
