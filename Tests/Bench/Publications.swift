internal import Core
internal import Harness

/// How late deliveries are that are all due at the same second.
enum Lateness {
  private static let count = 1000

  static func measure(_ bundle: RunningBundle) throws {
    let plan = try Plan(bundle, name: "lateness")
    let time = Instant(seconds: Instant.now().seconds + 30)
    let ids = try (0..<count).map { try plan.compose("Lateness \($0)", at: time) }
    guard Instant.now() < time else { throw Timeout(description: "composing took longer than planned") }
    let late = try plan.publishedTimes(of: ids).map { Double(($0 - time).microseconds) / 1000 }
    report("publish.lateness_p50_ms", percentile(0.5, of: late), "ms")
    report("publish.lateness_p99_ms", percentile(0.99, of: late), "ms")
    report("publish.due_at_once", Double(late.count), "deliveries")
    // All may go at once from the due second on: the last one's lateness is what all of them took.
    report("publish.deliveries_per_second", Double(late.count) * 1000 / (late.max() ?? .nan), "1/s")
    let inLedger = try ids.reduce(0) { $0 + (try plan.ledgerCount($1)) }
    report("publish.in_ledger", Double(inLedger), "publications")
  }
}

/// Posts on one X account each.
final class Plan {
  let customer: Customer
  private let accounts: [String]
  private var texts: [String: String] = [:]

  init(_ bundle: RunningBundle, name: String) throws {
    let customer = try Customer(bundle)
    self.customer = customer
    accounts = try (0..<20).map { try customer.connect("x", as: "\(name)_\($0)") }
  }

  func compose(_ text: String, at time: Instant?) throws -> String {
    let text = "\(text) \(UUID.v7())"
    let more: JSONObject = time.map { ["scheduled_at": JSON(describing: $0)] } ?? [:]
    let answer = try customer.compose(text, on: [accounts[texts.count % accounts.count]], more)
    guard answer.status == 201, let id = answer.json["id"]?.string else {
      throw Timeout(description: "composing answered \(answer.status): \(answer.text)")
    }
    texts[id] = text
    return id
  }

  /// When each was published, once all of them are. Asked rarely, so that asking is not what is measured.
  func publishedTimes(of ids: [String]) throws -> [Instant] {
    try ids.map { id in
      try wait(for: "publication of \(id)", upTo: .seconds(120), every: .seconds(1)) {
        let delivery = try customer.show(id)["deliveries"]?[0]
        return delivery?["state"]?.string == "published"
          ? delivery?["published_at"]?.string.flatMap { Instant($0) } : nil
      }
    }
  }

  func ledgerCount(_ id: String) throws -> Int { try customer.ledger(texts[id] ?? "").count }
}
