internal import Core
internal import Harness

/// What became of every delivery, by our API on one side and the platforms' own ledger on the other.
struct Verdict {
  private var deliveries = 0
  private var published = 0
  /// Left to a person, with the reason.
  private var unknown = 0
  private var failed = 0
  /// Without an end, without a reason, or called published while the platform knows nothing of it.
  private var lost = 0
  private var duplicated = 0

  var isRed: Bool { lost > 0 || duplicated > 0 }

  var summary: String {
    "deliveries \(deliveries) published \(published) unknown \(unknown) failed \(failed) lost \(lost) "
      + "duplicated \(duplicated)"
  }

  static func isFinal(_ state: String) -> Bool {
    ["published", "failed", "needs_review", "cancelled", "missed"].contains(state)
  }

  init(_ scene: Scene) throws {
    var effects: [String: Set<String>] = [:]
    for entry in try Self.ledger(scene) {
      let key = "\(entry["platform"]?.string ?? "") \(entry["text"]?.string ?? "")"
      effects[key, default: []].insert(entry["id"]?.string ?? "")
    }
    duplicated = effects.values.reduce(0) { $0 + $1.count - 1 }
    for delivery in try scene.deliveries() {
      deliveries += 1
      let key = "\(delivery["platform"]?.string ?? "") \(delivery["text"]?.string ?? "")"
      count(delivery, effects[key] ?? [])
    }
  }

  private mutating func count(_ delivery: JSON, _ effects: Set<String>) {
    let hasReason = delivery["error"]?["code"]?.string != nil
    switch delivery["state"]?.string {
    case "published":
      published += 1
      if !effects.contains(delivery["remote_id"]?.string ?? "") { lost += 1 }
    case "needs_review" where hasReason: unknown += 1
    case "failed" where hasReason && effects.isEmpty: failed += 1
    default:
      lost += 1
      print("lost: \(delivery.text)")
    }
  }

  private static func ledger(_ scene: Scene) throws -> [JSON] {
    var entries: [JSON] = []
    var cursor: String?
    repeat {
      let path = "/ledger?limit=1000" + (cursor.map { "&cursor=\($0)" } ?? "")
      let page = try Client(scene.bundle.sandboxURL()).get(path).json
      entries += page["data"]?.array ?? []
      cursor = page["next_cursor"]?.string
    } while cursor != nil
    return entries
  }
}
