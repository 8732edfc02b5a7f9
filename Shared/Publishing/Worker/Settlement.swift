internal import Core
internal import Platforms

/// How often a delivery was tried, this time included.
struct Tries {
  let made: Int
  /// How often it may be.
  let most: Int
  /// Whether an earlier one had an outcome that nobody knew at the time.
  let wasUnknown: Bool
}

/// Where a delivery goes after a try that did not publish it.
struct Settlement {
  let state: String
  /// What the attempt's record says.
  let outcome: String
  /// Until the next try, or the first look when the outcome is unknown.
  let delay: Duration
  let error: PlatformError?
  /// Whether the try counts towards the most there may be. Being asked to wait does not.
  let isCounted: Bool

  /// Not yet: the platform is still busy, or its time has not come.
  static func wait(_ delay: Duration) -> Settlement {
    Settlement(state: "scheduled", outcome: "retry", delay: delay, error: nil, isCounted: false)
  }

  /// Accepted, and out when the platform has worked on it.
  static func processing(_ delay: Duration) -> Settlement {
    Settlement(state: "pending_remote", outcome: "accepted", delay: delay, error: nil)
  }

  /// What an error means. The default is not to try again.
  init(_ error: PlatformError, after tries: Tries, _ timing: Timing) {
    switch error.kind {
    case .unknownOutcome: self = .unknown(error, timing)
    // After an unknown outcome, "we have that already" says that the first one arrived: look for its id.
    case .duplicate where tries.wasUnknown: self = .unknown(error, timing)
    case .rateLimited(let until):
      let wait = until.map { $0 - .now() } ?? .seconds(60)
      let delay = max(wait, .seconds(1)) + .milliseconds(Int.random(in: 0...2000))
      self.init(state: "scheduled", outcome: "retry", delay: delay, error: error, isCounted: false)
    case .quotaExhausted(let until):
      let delay = max(until - .now(), .seconds(60)) + .milliseconds(Int.random(in: 0...60_000))
      self.init(state: "scheduled", outcome: "retry", delay: delay, error: error, isCounted: false)
    case .applicationLimited(let until):
      let delay = max(until - .now(), .seconds(1)) + .milliseconds(Int.random(in: 0...5000))
      self.init(state: "scheduled", outcome: "retry", delay: delay, error: error, isCounted: false)
    case .transient, .mediaUnavailable, .storeUnavailable, .accessUnavailable:
      self = .retry(error, after: tries)
    case .reauthorize, .permission, .duplicate, .contentRejected, .mediaRejected, .accountRestricted,
      .notFound, .application, .permanent:
      self.init(state: "failed", outcome: "failed", delay: .zero, error: error)
    }
  }

  private init(state: String, outcome: String, delay: Duration, error: PlatformError?, isCounted: Bool = true)
  {
    self.state = state
    self.outcome = outcome
    self.delay = delay
    self.error = error
    self.isCounted = isCounted
  }

  private static func unknown(_ error: PlatformError, _ timing: Timing) -> Settlement {
    Settlement(state: "unknown", outcome: "unknown", delay: timing.settle, error: error)
  }

  private static func retry(_ error: PlatformError, after tries: Tries) -> Settlement {
    guard tries.made < tries.most else {
      return Settlement(state: "failed", outcome: "failed", delay: .zero, error: error)
    }
    return Settlement(state: "scheduled", outcome: "retry", delay: backOff(tries.made - 1), error: error)
  }

  /// 5 s, doubling to 15 minutes, with a random half on top so that retries do not march in step.
  static func backOff(_ attempt: Int) -> Duration {
    let seconds = min(5 << min(attempt, 10), 900)
    return .seconds(seconds) + .milliseconds(Int.random(in: 0...(seconds * 500)))
  }
}
