internal import Core
internal import Glibc
internal import Harness

/// Measures what the figures of the README are, and prints one `name value unit` line for each.
///
///     bench [--only api,queue]
///
/// The names are those that the lines begin with.
@main struct Bench {
  private static let parts: [(name: String, measure: @Sendable () throws -> Void)] = [
    ("cold_start", ColdStart.measure), ("loop", Loop.measure), ("sizes", Sizes.measure),
    ("gateway", Gateway.measure), ("api", API.measure), ("queue", Queues.measure), ("publish", publish),
    ("websocket", WebSockets.measure), ("objects", Objects.measure),
  ]

  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    let wanted = arguments.first == "--only" ? arguments.last?.split(separator: ",").map(String.init) : nil
    let unknown = Set(wanted ?? []).subtracting(parts.map(\.name))
    guard arguments.isEmpty || wanted != nil && arguments.count == 2, unknown.isEmpty else {
      print("bench [--only \(parts.map(\.name).joined(separator: ","))]")
      exit(2)
    }
    do {
      for part in parts where wanted?.contains(part.name) ?? true { try part.measure() }
    } catch {
      print("bench failed: \(error)")
      exit(1)
    }
  }

  /// Publications, and the memory of what has published.
  private static func publish() throws {
    try RunningBundle.with(arguments: ["--sandbox-rate-limits", "off"]) { bundle in
      try Lateness.measure(bundle)
      // Begun anew: what the load above has left warm is not what is idle.
      try bundle.stop()
      try bundle.start()
      try Memory.measure(bundle)
    }
    try Fairness.measure()
    try NoisyTenant.measure()
    try BigVideos.measure()
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
