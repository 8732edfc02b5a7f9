internal import ArgumentParser
internal import Core
internal import Glibc
internal import Harness

/// Measures what the figures of the README are, and prints one `name value unit` line for each.
@main struct Bench: ParsableCommand {
  private static let parts: [(name: String, measure: @Sendable () throws -> Void)] = [
    ("cold_start", ColdStart.measure), ("loop", Loop.measure), ("sizes", Sizes.measure),
    ("gateway", Gateway.measure), ("api", API.measure), ("queue", Queues.measure), ("publish", publish),
    ("websocket", WebSockets.measure), ("objects", Objects.measure),
  ]

  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures what the figures of the README are, and prints one 'name value unit' line for each.")

  @Option(help: "Parts by the names that their lines begin with, separated by commas. (default: all)")
  var only: String?

  private var wanted: [String]? { only?.split(separator: ",").map(String.init) }

  func validate() throws {
    let unknown = Set(wanted ?? []).subtracting(Self.parts.map(\.name)).sorted()
    guard unknown.isEmpty else {
      let known = Self.parts.map(\.name).joined(separator: ", ")
      throw ValidationError("--only: there is no \(unknown.joined(separator: ", ")), but \(known)")
    }
  }

  func run() throws {
    Interruption.endsWhatWasStarted()
    do {
      for part in Self.parts where wanted?.contains(part.name) ?? true { try part.measure() }
    } catch {
      print("bench failed: \(error)")
      throw ExitCode(1)
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
