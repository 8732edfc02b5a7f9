internal import Glibc

/// Programs of the system.
enum Program {
  /// The path of an executable in `PATH`, or in one of the directories before it.
  static func find(_ name: String, in directories: [String] = []) -> String? {
    let path = (Environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
    return (directories + path + ["/usr/sbin", "/sbin"]).map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  /// The command before which another runs so that it is told to end when this process is gone, even when that
  /// was killed; as another user when one is named. Empty when `setpriv` (util-linux) is missing.
  ///
  /// The kernel sends the signal when the starting thread ends (`man 2 prctl`, PR_SET_PDEATHSIG): start such
  /// processes from the main thread.
  static func bound(toThisProcessBy signal: String, as user: String? = nil) -> [String] {
    guard let setpriv = find("setpriv") else { return [] }
    let identity = user.map { ["--reuid=\($0)", "--regid=\($0)", "--init-groups"] } ?? []
    return [setpriv] + identity + ["--pdeathsig=\(signal)"]
  }
}
