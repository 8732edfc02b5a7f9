internal import Core
internal import Harness

/// What became of every delivery, by our API on one side and the platforms' own ledger on the other.
struct Verdict {
  /// Of those whose platform can tell what became of them, how many must have been found out.
  private static let leastSettled = 99.0

  private var all = Tally()
  private var byPlatform: [String: Tally] = [:]
  /// How many were left to a person or failed, by platform, kind and reason.
  private var reasons: [String: Int] = [:]
  private var complaints: [String] = []

  var isRed: Bool { all.lost > 0 || all.duplicated > 0 || all.settledShare < Self.leastSettled }

  var summary: String {
    let platforms = byPlatform.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.summary)" }
    let unpublished = reasons.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return (complaints + platforms + unpublished + [all.summary]).joined(separator: "\n")
  }

  init(_ scene: Scene) throws {
    let ledger = try Ledger(of: scene.bundle)
    let transitions = try Transitions(of: scene.bundle)
    var missing = scene.expected
    for delivery in try scene.deliveries() {
      let platform = delivery["platform"]?.string ?? ""
      let key = "\(platform) \(delivery["mark"]?.string ?? "")"
      guard let expectation = missing.removeValue(forKey: key) else {
        throw Timeout(description: "nobody composed \(delivery.text)")
      }
      let endings = transitions.endings[delivery["id"]?.string ?? ""]
      let one = Case(delivery, key, expectation, ledger, endings)
      all.add(one)
      byPlatform[platform, default: Tally()].add(one)
      if let reason = one.reason { reasons[reason, default: 0] += 1 }
      if let complaint = one.complaint { complaints.append(complaint) }
    }
    // Composed, and gone.
    all.lost += missing.count
  }
}

/// One delivery, judged.
struct Case {
  enum End { case published, failed, needsReview, lost }

  let end: End
  /// Publications beyond the first of each part.
  let surplus: Int
  /// Whether nobody knew its outcome at some time, and whether its platform can tell.
  let isAmbiguous: Bool
  let isReadable: Bool
  /// Of what is not out: state, platform, kind and the reason that people are given.
  let reason: String?
  let complaint: String?

  init(
    _ delivery: JSON, _ key: String, _ expectation: Scene.Expectation, _ ledger: Ledger, _ endings: [String]?
  ) {
    let kind = expectation.kind
    let end = Self.end(of: delivery, key, kind, ledger)
    let surplus = ledger.surplus(for: key)
    self.end = end
    self.surplus = surplus
    isAmbiguous = endings != nil
    isReadable = expectation.isReadable
    let place = "\(delivery["platform"]?.string ?? "") \(kind.name)"
    let detail = "\(delivery["state"]?.string ?? "") \(place): \(delivery["error"]?["detail"]?.string ?? "")"
    reason = end == .needsReview || end == .failed ? detail : nil
    let isBad = end == .lost || surplus > 0 || (end == .needsReview && expectation.isReadable)
    complaint = isBad ? "\(end) surplus \(surplus) \(kind.name) \(endings ?? []) \(delivery.text)" : nil
  }

  /// Lost is what has no end or no reason, is called published though the platform has not what it says (all of it, or with a
  /// warning what is before the step that it names), or is called failed though something of it is out.
  private static func end(of delivery: JSON, _ key: String, _ kind: PostKind, _ ledger: Ledger) -> End {
    let hasReason = delivery["error"]?["code"]?.string != nil
    let lines = kind.lines(delivery["mark"]?.string ?? "")
    switch delivery["state"]?.string {
    case "published":
      let isOut = lines.map { !ledger.ids(of: $0, for: key).isEmpty }
      let count = delivery["warning"]?["step"]?.integer.map { Int($0) } ?? lines.count
      let isComplete = isOut == lines.indices.map { $0 < count }
      let isKnown = ledger.ids(of: lines[0], for: key).contains(delivery["remote_id"]?.string ?? "")
      return isComplete && isKnown ? .published : .lost
    case "needs_review" where hasReason: return .needsReview
    case "failed" where hasReason && ledger.isEmpty(for: key): return .failed
    default: return .lost
    }
  }
}

/// The figures.
struct Tally {
  private var deliveries = 0
  private var published = 0
  private var failed = 0
  private var needsReview = 0
  var lost = 0
  private(set) var duplicated = 0
  /// Their outcome was unknown at some time.
  private var ambiguous = 0
  /// Those of them whose platform can tell, and those that it told of.
  private var readable = 0
  private var settled = 0

  mutating func add(_ one: Case) {
    deliveries += 1
    duplicated += one.surplus
    switch one.end {
    case .published: published += 1
    case .failed: failed += 1
    case .needsReview: needsReview += 1
    case .lost: lost += 1
    }
    guard one.isAmbiguous else { return }
    ambiguous += 1
    guard one.isReadable else { return }
    readable += 1
    if one.end == .published || one.end == .failed { settled += 1 }
  }

  /// In percent of those that can be told of.
  var settledShare: Double { readable == 0 ? 100 : Double(settled) * 100 / Double(readable) }

  var summary: String {
    let share = (settledShare * 100).rounded(.down) / 100
    return
      "deliveries \(deliveries) published \(published) failed \(failed) needs_review \(needsReview) lost \(lost) "
      + "duplicated \(duplicated) ambiguous \(ambiguous) readable \(readable) settled \(settled) "
      + "settled_percent \(share)"
  }
}
