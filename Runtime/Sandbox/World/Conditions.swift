internal import Core

/// What a test has made of the world: the faults in force and how slow it is to show what happened.
final class Conditions {
  private(set) var rules: [FaultRule] = []
  /// How long after its effect a publication appears when it is read back.
  private(set) var readLag: Duration = .zero
  /// Whether a platform that refuses repeated text lets it pass, so that blind retries show in the ledger.
  private(set) var allowsDuplicates = false
  private var random = SplitMix64(seed: 0)

  /// Takes over what the body of `POST /faults` names. Rules replace the rules; the rest stays as it was.
  func apply(_ json: JSON) throws(ControlError) {
    guard json.object != nil else { throw ControlError("the body: a JSON object") }
    if let given = json["rules"] {
      guard let elements = given.array else { throw ControlError("rules: an array") }
      var replacement: [FaultRule] = []
      for element in elements { replacement.append(try FaultRule(element)) }
      rules = replacement
    }
    if let seed = json["seed"]?.integer { random = SplitMix64(seed: UInt64(bitPattern: seed)) }
    if let lag = json["read_lag_ms"]?.integer { readLag = .milliseconds(max(0, lag)) }
    if let allows = json["allow_duplicates"]?.bool { allowsDuplicates = allows }
  }

  func clear() {
    rules = []
    readLag = .zero
    allowsDuplicates = false
  }

  /// The fault that hits this call: that of the first rule that matches and whose dice fall so.
  func strike(_ platform: String, _ operation: Operation, text: () -> String) -> Fault? {
    for index in rules.indices {
      let rule = rules[index]
      guard !rule.isSpent, rule.platform ?? platform == platform, rule.operation ?? operation == operation
      else { continue }
      if let part = rule.textContains, !text().contains(part) { continue }
      guard rule.rate >= 1 || Double.random(in: 0..<1, using: &random) < rule.rate else { continue }
      rules[index].countHit()
      return rule.fault
    }
    return nil
  }

  var json: JSON {
    [
      "rules": .array(rules.map(\.json)), "read_lag_ms": .integer(readLag.milliseconds),
      "allow_duplicates": .bool(allowsDuplicates),
    ]
  }
}

/// Steele, Lea and Flood's generator: the same seed deals the same faults.
private struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
