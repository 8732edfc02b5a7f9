internal import Core
internal import Glibc
internal import Harness

/// Measures what the figures of the README are, and prints one `name value unit` line for each.
@main struct Bench {
  static func main() {
    do {
      try measure()
    } catch {
      print("bench failed: \(error)")
      exit(1)
    }
  }

  private static func measure() throws {
    try ColdStart.measure()
    try Loop.measure()
    try Sizes.measure()
    try Gateway.measure()
    try API.measure()
    try Queues.measure()
    let bundle = try RunningBundle(arguments: ["--sandbox-rate-limits", "off"])
    do {
      try Lateness.measure(bundle)
      // Begun anew: what the load above has left warm is not what is idle.
      try bundle.stop()
      try bundle.start()
      try Memory.measure(bundle)
    } catch {
      try bundle.dispose()
      throw error
    }
    try bundle.dispose()
    try Fairness.measure()
    try BigVideos.measure()
    try WebSockets.measure()
    try Objects.measure()
  }
}

/// One line of the result.
func report(_ name: String, _ value: Double, _ unit: String) {
  let rounded = (value * 100).rounded() / 100
  print("\(name) \(rounded) \(unit)")
  // Each line is to be seen when it is known.
  fflush(nil)
}

/// The value below which a share of the values lies.
func percentile(_ share: Double, of values: [Double]) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.indices.last else { return .nan }
  return sorted[min(last, Int(Double(sorted.count) * share))]
}
