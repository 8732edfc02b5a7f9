internal import Core
internal import HostTemplate

/// One tick and its attempts so far.
struct Occurrence {
  /// When it was to run; of several missed ticks, the first.
  let due: Instant
  let firstAttempt: Instant
  private(set) var attempts = 1
  private(set) var retryAt: Instant?

  /// Seconds before the first retry; doubled for each, as AWS's "exponential backoff", which it gives no numbers
  /// for.
  private static let firstPause: Int64 = 1
  private static let longestPause: Int64 = 300

  /// Why there is no other attempt, as the dead-letter queue is told.
  enum Exhaustion: String {
    case attempts = "MaximumRetryAttempts"
    case age = "MaximumEventAgeInSeconds"
    /// Ticks of a schedule do not overlap: the next one takes the place of the attempts.
    case superseded = "NextScheduledTime"
  }

  init(due: Instant, now: Instant) {
    self.due = due
    firstAttempt = now
  }

  /// Plans the next attempt after one that failed; says why when there is none.
  mutating func fail(_ now: Instant, _ policy: Schedule.RetryPolicy) -> Exhaustion? {
    guard attempts <= policy.maximumAttempts else { return .attempts }
    let pause = min(Self.firstPause << Int64(min(attempts - 1, 10)), Self.longestPause)
    let retry = now + .seconds(pause)
    guard retry - firstAttempt <= .seconds(policy.maximumAge) else { return .age }
    retryAt = retry
    return nil
  }

  mutating func retry() {
    attempts += 1
    retryAt = nil
  }
}
