internal import Core
internal import Harness

/// How late 200 posts of one organization are: alone, and beside 200 of every bad kind of another.
enum NoisyTenant {
  private static let count = 200
  /// Media that give nothing of use, as the sandbox has them.
  private static let media = [
    "missing", "redirected", "large", "text", "damaged", "gone", "failing", "silent", "stalled",
  ]
  /// Texts that the platform cannot bear, and that it refuses.
  private static let texts = ["Crash", "Poison"]

  static func measure() throws {
    try RunningBundle.with(arguments: ["--sandbox-rate-limits", "off"]) { try measure($0) }
  }

  private static func measure(_ bundle: RunningBundle) throws {
    let good = try Plan(bundle, name: "noisy_good")
    // The first starts environments.
    _ = try lateness(good, from: soon(20))
    report("publish.noisy_without_p99_ms", percentile(0.99, of: try lateness(good, from: soon(20))), "ms")
    try bundle.setFaults([
      "rules": [
        [
          "platform": "x", "operation": "publish", "fault": "status", "status": 503, "text_contains": "Crash",
        ],
        [
          "platform": "x", "operation": "publish", "fault": "status", "status": 400,
          "text_contains": "Poison",
        ],
      ]
    ])
    let start = soon(90)
    let bad = try Customer(bundle, called: "bad")
    let accounts = try (0..<3).map { try bad.connect("x", as: "noisy_bad_\($0)") }
    let sandbox = try bundle.sandboxURL()
    for number in 0..<count {
      for kind in media {
        try compose(
          "Bad \(number)", on: accounts[number % 2], media: ["\(sandbox)/media/bad/\(kind).jpg"], start, bad)
      }
      for text in texts { try compose("\(text) \(number)", on: accounts[2], media: [], start, bad) }
    }
    let late = try lateness(good, from: start)
    report("publish.noisy_with_p99_ms", percentile(0.99, of: late), "ms")
    let left = try bundle.sql(
      "select count(*) from delivery where is_heavy and state not in ('published', 'failed')")
    report("publish.noisy_left", Double(left) ?? .nan, "deliveries")
    let closed = try bundle.sql("select count(*) from platform_gate where closed_until is not null")
    report("publish.noisy_gates_closed", Double(closed) ?? .nan, "gates")
  }

  private static func soon(_ seconds: Int64) -> Instant {
    Instant(seconds: Instant.now().seconds + seconds)
  }

  private static func compose(
    _ text: String, on account: String, media: [String], _ time: Instant, _ customer: Customer
  ) throws {
    let answer = try customer.compose(
      text, on: [account], media: media, ["scheduled_at": JSON(describing: time)])
    guard answer.status == 201 else {
      throw Timeout(description: "composing answered \(answer.status): \(answer.text)")
    }
  }

  /// Texts due ten a second: how late each is, in milliseconds.
  private static func lateness(_ plan: Plan, from start: Instant) throws -> [Double] {
    let times = (0..<count).map { start + .milliseconds($0 * 100) }
    let ids = try times.map { try plan.compose("Good", at: $0) }
    guard Instant.now() < start else { throw Timeout(description: "composing took longer than planned") }
    return zip(try plan.publishedTimes(of: ids), times).map { Double(($0 - $1).microseconds) / 1000 }
  }
}
