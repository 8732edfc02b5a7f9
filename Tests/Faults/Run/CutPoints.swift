internal import Core

/// Where the sandbox cuts requests, and how often: every platform alike.
enum CutPoints {
  /// Shares of the requests that publish, and of those that answer a post of one's own.
  private static let publishing: [(fault: JSONObject, rate: Double)] = [
    // It does not arrive.
    (["fault": "drop_before"], 0.03),
    // It is refused, with a status that says nothing about an effect.
    (["fault": "status", "status": 503], 0.04),
    // It is late: the effect comes when nobody waits any more.
    (["fault": "latency", "latency_ms": 1500], 0.02),
    // The effect happens, and the answer is lost, or wrong, or cut, or late.
    (["fault": "drop_after"], 0.05),
    (["fault": "status_after", "status": 500], 0.03),
    (["fault": "cut_answer"], 0.03),
    (["fault": "latency_after", "latency_ms": 1500], 0.02),
  ]
  /// Shares of the requests before and after that.
  private static let others: [(fault: JSONObject, rate: Double)] = [
    (["fault": "drop_before"], 0.005), (["fault": "status", "status": 503], 0.01),
    (["fault": "drop_after"], 0.01), (["fault": "cut_answer"], 0.005),
  ]

  static var rules: JSON {
    let sharp = ["publish", "reply"].flatMap { rules(publishing, for: $0) }
    let mild = ["container", "media", "read"].flatMap { rules(others, for: $0) }
    return .array(sharp + mild)
  }

  private static func rules(_ faults: [(fault: JSONObject, rate: Double)], for operation: String) -> [JSON] {
    faults.map { fault, rate in
      var rule = fault
      rule["platform"] = "*"
      rule["operation"] = .string(operation)
      rule["rate"] = .double(rate)
      return .object(rule)
    }
  }
}

/// How often each cut was made. The sandbox forgets it when it ends.
struct CutCount {
  private var hits: [String: Int64] = [:]

  mutating func add(_ faults: JSON) {
    for rule in faults["rules"]?.array ?? [] {
      let operation = rule["operation"]?.string ?? ""
      let place = operation == "publish" || operation == "reply" ? operation : "preparing"
      hits["\(place).\(rule["fault"]?.string ?? "")", default: 0] += rule["hits"]?.integer ?? 0
    }
  }

  var summary: String {
    hits.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " ")
  }
}
