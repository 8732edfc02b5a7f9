internal import Core

/// What a call is for, in words that hold for every platform: what fault rules are aimed at.
enum Operation: String {
  case publish, container, media, token, read, reply, other
}

/// What goes wrong.
enum Fault {
  /// The call is held up, then served.
  case latency(milliseconds: Int64)
  /// This status instead of the effect.
  case status(Int)
  /// The platform's own way to say that a refresh token is no good any more, instead of the effect.
  case refusedGrant
  /// The connection closes instead of the effect.
  case dropBefore
  /// The effect happens, then the connection closes without an answer.
  case dropAfter
  /// The effect happens, then this status is the answer.
  case statusAfter(Int)
  /// The effect happens, then the answer is held up.
  case latencyAfter(milliseconds: Int64)
  /// The effect happens, then the connection closes in the middle of the answer.
  case cutAnswer
}

/// When something goes wrong: which calls, how often, how many times.
struct FaultRule {
  /// A platform's name, or nil for all.
  let platform: String?
  /// Nil for all.
  let operation: Operation?
  let fault: Fault
  /// The share of matching calls that are hit, 0…1.
  let rate: Double
  /// Hits after which the rule rests; nil for no end.
  let times: Int?
  /// Only calls whose text contains this.
  let textContains: String?
  private(set) var hits = 0

  mutating func countHit() { hits += 1 }

  var isSpent: Bool { times.map { hits >= $0 } ?? false }
}

extension FaultRule {
  /// Reads one element of `rules` as sent to `POST /faults`. Throws the sentence that says what is wrong.
  init(_ json: JSON) throws(ControlError) {
    platform = json["platform"]?.string.flatMap { $0 == "*" ? nil : $0 }
    let operationName = json["operation"]?.string ?? "*"
    operation = Operation(rawValue: operationName)
    guard operation != nil || operationName == "*" else {
      throw ControlError("operation: one of publish, container, media, token, read, reply, other, *")
    }
    fault = try Fault(json)
    rate = json["rate"]?.double ?? 1
    guard (0...1).contains(rate) else { throw ControlError("rate: a number from 0 to 1") }
    times = json["times"]?.integer.map { Int($0) }
    textContains = json["text_contains"]?.string
  }

  var json: JSON {
    var object = fault.members
    object["platform"] = .string(platform ?? "*")
    object["operation"] = .string(operation?.rawValue ?? "*")
    object["rate"] = .double(rate)
    object["times"] = times.map { JSON($0) } ?? .null
    object["text_contains"] = JSON(textContains)
    object["hits"] = JSON(hits)
    return .object(object)
  }
}

extension Fault {
  fileprivate init(_ json: JSON) throws(ControlError) {
    let status = Int(json["status"]?.integer ?? 500)
    guard (200...599).contains(status) else { throw ControlError("status: from 200 to 599") }
    switch json["fault"]?.string {
    case "latency": self = .latency(milliseconds: try Self.milliseconds(json))
    case "latency_after": self = .latencyAfter(milliseconds: try Self.milliseconds(json))
    case "status": self = .status(status)
    case "refused_grant": self = .refusedGrant
    case "drop_before": self = .dropBefore
    case "drop_after": self = .dropAfter
    case "status_after": self = .statusAfter(status)
    case "cut_answer": self = .cutAnswer
    default:
      throw ControlError(
        "fault: one of latency, status, refused_grant, drop_before, drop_after, status_after, latency_after, cut_answer"
      )
    }
  }

  private static func milliseconds(_ json: JSON) throws(ControlError) -> Int64 {
    let milliseconds = json["latency_ms"]?.integer ?? 200
    guard (0...600_000).contains(milliseconds) else { throw ControlError("latency_ms: from 0 to 600000") }
    return milliseconds
  }

  fileprivate var members: JSONObject {
    switch self {
    case .latency(let milliseconds): ["fault": "latency", "latency_ms": .integer(milliseconds)]
    case .status(let status): ["fault": "status", "status": JSON(status)]
    case .refusedGrant: ["fault": "refused_grant"]
    case .dropBefore: ["fault": "drop_before"]
    case .dropAfter: ["fault": "drop_after"]
    case .statusAfter(let status): ["fault": "status_after", "status": JSON(status)]
    case .latencyAfter(let milliseconds):
      ["fault": "latency_after", "latency_ms": .integer(milliseconds)]
    case .cutAnswer: ["fault": "cut_answer"]
    }
  }
}
