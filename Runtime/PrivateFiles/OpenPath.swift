#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What every account of the machine can come to.
package enum OpenPath {
  /// Whether all may pass through the directory and those above it; one that is not there yet will be open.
  package static func isPassable(_ path: String) -> Bool {
    var directory = path
    while !directory.isEmpty {
      var status = stat()
      if stat(directory, &status) == 0, status.st_mode & S_IXOTH == 0 { return false }
      directory = parent(of: directory)
    }
    return true
  }

  /// Whether all may run the program at an absolute path.
  package static func isRunnable(_ program: String) -> Bool {
    var status = stat()
    let needed = S_IROTH | S_IXOTH
    return stat(program, &status) == 0 && status.st_mode & needed == needed && isPassable(parent(of: program))
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
