internal import Core

/// Fixed windows of calls, one per account and endpoint, as the platforms count them.
struct RateWindows {
  /// Where an account stands in the current window of an endpoint.
  struct Standing {
    let limit: Int
    let remaining: Int
    let reset: Instant
    /// Whether this call is within the limit.
    let isAllowed: Bool
  }

  private struct Window {
    var end: Instant
    var used = 0
  }

  private var windows: [String: Window] = [:]

  /// Counts one call. A refused call is not counted.
  mutating func take(_ bucket: String, limit: Int, per length: Duration, at now: Instant) -> Standing {
    var window = windows[bucket] ?? Window(end: now + length)
    if window.end <= now { window = Window(end: now + length) }
    let isAllowed = window.used < limit
    if isAllowed { window.used += 1 }
    windows[bucket] = window
    return Standing(
      limit: limit, remaining: limit - window.used, reset: window.end, isAllowed: isAllowed)
  }
}
