internal import Core
internal import Harness

/// Requests through the gateway to a function that needs no database, by `wrk` on the same two cores.
enum Gateway {
  static func measure(_ bundle: RunningBundle) throws {
    let parameters = try JSON(parsing: TextFile.read(bundle.directory + "/parameters.json"))
    let token = parameters["MetaVerifyToken"]?.string ?? ""
    let path = "/v1/webhooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=\(token)"
    guard try Client(bundle.url).get(path).text == "1158201444" else {
      throw Timeout(description: "the function that is to be measured does not answer")
    }
    _ = try wrk(bundle.url + path, seconds: 2)
    let output = try wrk(bundle.url + path, seconds: 10)
    guard !output.contains("Non-2xx") else {
      throw Timeout(description: "not all requests succeeded: \(output)")
    }
    report("gateway.requests_per_second", number(after: "Requests/sec:", in: output), "1/s")
    report("gateway.p99_ms", milliseconds(after: "99%", in: output), "ms")
  }

  private static func wrk(_ url: String, seconds: Int) throws -> String {
    let result = try ChildProcess.run("/usr/bin/wrk", ["-t1", "-c16", "-d\(seconds)s", "--latency", url])
    guard result.status == 0 else { throw Timeout(description: "wrk: \(result.output)") }
    return result.output
  }

  private static func word(after label: String, in text: String) -> Substring {
    let line = text.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix(label) } ?? ""
    return line.split(separator: " ").last ?? ""
  }

  private static func number(after label: String, in text: String) -> Double {
    Double(word(after: label, in: text)) ?? .nan
  }

  /// wrk writes `850.00us`, `4.25ms` or `1.20s`.
  private static func milliseconds(after label: String, in text: String) -> Double {
    let word = word(after: label, in: text)
    let value = Double(word.prefix { $0.isNumber || $0 == "." }) ?? .nan
    return word.hasSuffix("us") ? value / 1000 : word.hasSuffix("ms") ? value : value * 1000
  }
}
