internal import Core
internal import Glibc
internal import Harness

/// What the test runs on.
enum FaultBundle {
  /// The bundle with a lease so short that pauses outlast it. The function's time-out is longer than the lease
  /// on purpose: a paused worker must wake up and find that it has lost its claim.
  static func start(isNaive: Bool) throws -> RunningBundle {
    var arguments = ["--sandbox-rate-limits", "off"]
    if isNaive { arguments += ["--binaries", try naiveBinaries()] }
    return try RunningBundle(
      settings: [
        "DeliveryLeaseSeconds": "6", "PublishTimeoutSeconds": "20", "PublishVisibilitySeconds": "20",
        "BacklogSpacingSeconds": "1",
      ], arguments: arguments)
  }

  /// A folder of links to our functions, beside them, in which two names stand for the naive ones.
  private static func naiveBinaries() throws -> String {
    let folder = ".build/naive"
    mkdir(folder, 0o755)
    let standIns: [String: String] = [
      "PublishDelivery": "NaivePublishDelivery", "ReconcileDeliveries": "NaiveReconcileDeliveries",
    ]
    for name in try TextFile.names(in: RunningBundle.binaries) {
      unlink(folder + "/" + name)
      symlink(try absolute(RunningBundle.binaries) + "/" + (standIns[name] ?? name), folder + "/" + name)
    }
    return folder
  }

  private static func absolute(_ path: String) throws -> String {
    guard let resolved = realpath(path, nil) else { throw Timeout(description: "\(path) does not exist") }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
