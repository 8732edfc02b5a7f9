internal import NIOCore

/// What is counted of one function. Lives on the event loop: adding to a number needs no lock.
final class FunctionMetrics {
  enum Outcome: String, CaseIterable {
    case success
    /// The function reported it.
    case error
    case timeout
    case outOfMemory = "out_of_memory"
    /// The process ended, or its answer could not be used.
    case crash
    /// It was never run.
    case refused
  }

  private var outcomes: [Outcome: Int] = [:]
  private var throttles = 0
  private var durations = DurationHistogram()
  private var starts = DurationHistogram()
  private(set) var embedded = EmbeddedMetrics()

  func count(_ outcome: InvocationOutcome, after duration: TimeAmount?) {
    outcomes[Self.kind(of: outcome), default: 0] += 1
    if let duration { durations.record(duration) }
  }

  func countThrottle() { throttles += 1 }

  /// A process that asked for its first event so long after its start.
  func countStart(_ duration: TimeAmount) { starts.record(duration) }

  /// A line that the function wrote.
  func read(_ line: [UInt8]) { embedded.read(line) }

  private static func kind(of outcome: InvocationOutcome) -> Outcome {
    switch outcome {
    case .success: .success
    case .failure(let failure):
      switch (failure.kind, failure.type) {
      case (.function, _): .error
      case (.unavailable, _): .refused
      case (.environment, "Sandbox.Timedout"): .timeout
      case (.environment, "Runtime.OutOfMemory"): .outOfMemory
      case (.environment, _): .crash
      }
    }
  }

  func write(_ function: String, to families: inout MetricFamilies) {
    let labels = [("function", function)]
    for outcome in Outcome.allCases {
      families.add(
        "clientnest_invocations_total", labels + [("outcome", outcome.rawValue)], outcomes[outcome] ?? 0)
    }
    families.add("clientnest_throttles_total", labels, throttles)
    durations.write("clientnest_invocation_duration_seconds", labels, to: &families)
    starts.write("clientnest_cold_start_seconds", labels, to: &families)
  }
}
