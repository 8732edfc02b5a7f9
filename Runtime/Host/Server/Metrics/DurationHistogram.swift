internal import NIOCore

/// How many durations were at most so long.
struct DurationHistogram {
  /// Upper bounds in milliseconds, from a warm function's time to Lambda's longest.
  private static let bounds: [Int64] = [
    1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 900_000,
  ]

  private var counts = [Int](repeating: 0, count: bounds.count)
  private var total = 0
  private var sum = 0.0

  mutating func record(_ duration: TimeAmount) {
    total += 1
    sum += Double(duration.nanoseconds) / 1e9
    let limit = duration.nanoseconds
    for index in counts.indices where limit <= Self.bounds[index] * 1_000_000 {
      counts[index] += 1
      return
    }
  }

  func write(_ name: String, _ labels: [(String, String)], to families: inout MetricFamilies) {
    guard total > 0 else { return }
    var cumulated = 0
    for (bound, count) in zip(Self.bounds, counts) {
      cumulated += count
      let limit = bound % 1000 == 0 ? String(bound / 1000) : String(Double(bound) / 1000)
      families.add(name, suffix: "_bucket", labels + [("le", limit)], cumulated)
    }
    families.add(name, suffix: "_bucket", labels + [("le", "+Inf")], total)
    families.add(name, suffix: "_sum", labels, sum)
    families.add(name, suffix: "_count", labels, total)
  }
}
