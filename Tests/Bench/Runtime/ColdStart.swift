internal import Core
internal import Glibc
internal import Harness

/// From the start of a function's process to its first request for an event, as Lambda sees a cold start.
enum ColdStart {
  private static let rounds = 31
  private static let address = "AWS_LAMBDA_RUNTIME_API"

  static func measure() throws {
    PackagedFunction.announce(["EchoRequest", "CreatePost"])
    let typed = PackagedFunction.path("EchoRequest")
    let database = PackagedFunction.path("CreatePost")
    let floor = "\(RunningBundle.binaries)/floor"
    var times: [String: [Double]] = [:]
    var memory: [String: [Double]] = [:]
    for _ in 0..<rounds {
      for path in [typed, database, floor] {
        let start = try one(path)
        times[path, default: []].append(start.milliseconds)
        memory[path, default: []].append(start.megabytes)
      }
    }
    report("cold_start.typed_ms", median(times[typed]), "ms")
    report("cold_start.database_ms", median(times[database]), "ms")
    report("cold_start.floor_c_ms", median(times[floor]), "ms")
    report("cold_start.typed_rss_mb", median(memory[typed]), "MiB")
    report("cold_start.database_rss_mb", median(memory[database]), "MiB")
    report("cold_start.floor_c_rss_mb", median(memory[floor]), "MiB")
  }

  /// Without the first rounds, which read from the disk.
  private static func median(_ values: [Double]?) -> Double {
    percentile(0.5, of: Array((values ?? []).dropFirst(5)))
  }

  private static func one(_ path: String) throws -> (milliseconds: Double, megabytes: Double) {
    let listener = try LoopbackListener()
    defer { listener.end() }
    let output = TemporaryDirectory.path("cold")
    defer { unlink(output) }
    var variables = Dictionary(uniqueKeysWithValues: settings.map { ($0, "unused") })
    variables[address] = "127.0.0.1:\(listener.port)"
    let start = ContinuousClock.now
    let child = try ChildProcess(path, [], variables: variables, output: output)
    try listener.awaitNextCall(of: path)
    let elapsed = ContinuousClock.now - start
    let megabytes = peakMemory(of: child.identifier)
    try child.end(SIGKILL)
    return (Double(elapsed.microseconds) / 1000, megabytes)
  }

  /// What `CreatePost` cannot start without; it uses none before the first event.
  private static let settings = [
    "DATABASE_URL", "PUBLISH_QUEUE_URL", "UPLOAD_QUEUE_URL", "VARIANT_QUEUE_URL", "LIVE_QUEUE_URL",
    "DELIVERY_LEASE_SECONDS",
    "BACKLOG_SPACING_SECONDS",
    "TOKEN_PUBLIC_KEYS",
  ]

  private static func peakMemory(of process: Int32) -> Double {
    ProcessStatus.kibibytes("VmHWM", of: process).map { Double($0) / 1024 } ?? .nan
  }
}
