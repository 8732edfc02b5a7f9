internal import Glibc
internal import Harness

/// A function in the form in which it is deployed, once `make package` has made it.
enum PackagedFunction {
  /// The packaged program, or the one for development when there is none or when it is older.
  static func path(_ name: String) -> String {
    let packaged = ".build/packages/bin/\(name)"
    let developed = "\(RunningBundle.binaries)/\(name)"
    return isNewer(packaged, than: developed) ? packaged : developed
  }

  /// Says which form is measured.
  static func announce(_ names: [String]) {
    for name in names { print("# measured: \(path(name))") }
  }

  private static func isNewer(_ path: String, than other: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let time = status.st_mtim
    guard stat(other, &status) == 0 else { return true }
    return (time.tv_sec, time.tv_nsec) >= (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }
}
