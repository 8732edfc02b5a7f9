internal import Core
internal import Harness

/// One run of `wrk`, on the same cores as what it asks.
struct Wrk {
  let requestsPerSecond: Double
  let p50Milliseconds: Double
  let p99Milliseconds: Double

  init(_ url: String, connections: Int, seconds: Int, script: String? = nil, headers: [String] = []) throws {
    let arguments =
      ["-t1", "-c\(connections)", "-d\(seconds)s", "--latency"] + headers.flatMap { ["-H", $0] }
    let result = try ChildProcess.run(
      "/usr/bin/wrk", arguments + (script.map { ["-s", $0] } ?? []) + [url])
    guard result.status == 0, !result.output.contains("Non-2xx"), !result.output.contains("Socket errors")
    else {
      throw Timeout(description: "wrk \(url): \(result.output)")
    }
    requestsPerSecond = Double(Self.word(after: "Requests/sec:", in: result.output)) ?? .nan
    p50Milliseconds = Self.milliseconds(Self.word(after: "50%", in: result.output))
    p99Milliseconds = Self.milliseconds(Self.word(after: "99%", in: result.output))
  }

  private static func word(after label: String, in text: String) -> Substring {
    let line = text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix(label) } ?? ""
    return line.split(separator: " ").last ?? ""
  }

  /// wrk writes `850.00us`, `4.25ms` or `1.20s`.
  private static func milliseconds(_ word: Substring) -> Double {
    let value = Double(word.prefix { $0.isNumber || $0 == "." }) ?? .nan
    return word.hasSuffix("us") ? value / 1000 : word.hasSuffix("ms") ? value : value * 1000
  }
}
