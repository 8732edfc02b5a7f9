internal import Core
internal import Harness
internal import ObjectFixtures
internal import Signature

/// How fast the object store takes and gives objects of 64 MiB, by `curl` over loopback on the same cores.
enum Objects {
  private static let mebibytes = 64
  private static let rounds = 8

  static func measure() throws {
    try ObjectServer.with(measure)
    try ObjectServer.with(measureLargest)
  }

  /// Five GiB, put in parts by boto3 and read back in ranges and whole. It needs as much of the disk for a while.
  private static func measureLargest(_ server: ObjectServer) throws {
    let mebibytes = "5120"
    let keys = [ObjectServer.keys.accessKey, ObjectServer.keys.secretKey]
    let result = try Python.run(
      "Tests/AWSClients/s3_large.py", [server.url] + keys + [mebibytes], upTo: .seconds(900))
    guard result.status == 0 else { throw Timeout(description: "s3_large.py: \(result.output)") }
    report("objects.5gib_peak_rss_mb", Double(try server.peakMemory()) / 1024, "MiB")
  }

  private static func measure(_ server: ObjectServer) throws {
    let file = server.directory + "/random"
    let made = try ChildProcess.run(
      "/bin/dd", ["if=/dev/urandom", "of=\(file)", "bs=1M", "count=\(mebibytes)", "status=none"])
    guard made.status == 0 else { throw Timeout(description: "dd: \(made.output)") }
    var (puts, gets): ([Double], [Double]) = ([], [])
    for round in 0...rounds {
      let put = try transfer(
        ["-T", file, server.url + server.presigned("PUT", "object")], saying: "%{time_total}")
      let get = try transfer(
        ["-o", "/dev/null", server.url + server.presigned("GET", "object")], saying: "%{time_total}")
      // The first round warms up.
      if round > 0 {
        puts.append(put)
        gets.append(get)
      }
    }
    report("objects.put_mb_per_second", percentile(0.5, of: puts), "MiB/s")
    report("objects.get_mb_per_second", percentile(0.5, of: gets), "MiB/s")
    let both = zip(puts, gets).map { 2 / (1 / $0 + 1 / $1) }
    report("objects.mb_per_second", percentile(0.5, of: both), "MiB/s")
    report("objects.peak_rss_mb", Double(try server.peakMemory()) / 1024, "MiB")
  }

  private static func transfer(_ arguments: [String], saying format: String) throws -> Double {
    let result = try ChildProcess.run("/usr/bin/curl", ["-sS", "--fail", "-w", format] + arguments)
    guard result.status == 0, let seconds = Double(result.output.split(separator: "\n").last ?? "") else {
      throw Timeout(description: "curl: \(result.output)")
    }
    return Double(mebibytes) / seconds
  }
}
