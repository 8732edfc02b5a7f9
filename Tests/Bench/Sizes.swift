internal import Glibc
internal import Harness

/// How large the functions are, as they are shipped: without symbols.
enum Sizes {
  static func measure() throws {
    let sizes = try functionNames().map { name -> Double in
      let stripped = TemporaryDirectory.path("stripped")
      defer { unlink(stripped) }
      let result = try ChildProcess.run(
        "/usr/bin/strip", ["-o", stripped, "\(RunningBundle.binaries)/\(name)"])
      var status = stat()
      guard result.status == 0, stat(stripped, &status) == 0 else {
        throw Timeout(description: "\(name) cannot be stripped: \(result.output)")
      }
      return Double(status.st_size) / 1024
    }
    report("function.count", Double(sizes.count), "functions")
    report("function.binary_median_kb", percentile(0.5, of: sizes), "KiB")
  }

  static func functionNames() throws -> [String] {
    try FeatureFiles.functions().map(\.name)
  }
}
