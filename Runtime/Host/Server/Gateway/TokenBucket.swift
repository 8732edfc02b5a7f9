internal import HostTemplate
internal import NIOCore

/// Lets so many requests through at once, and so many a second in the long run
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html).
struct TokenBucket {
  private let rate: Double
  private let burst: Double
  private var tokens: Double
  private var last = NIODeadline.now()

  init(_ throttling: Throttling) { self.init(rate: throttling.rate, burst: throttling.burst) }

  init(rate: Int, burst: Int) {
    self.rate = Double(rate)
    self.burst = Double(burst)
    tokens = self.burst
  }

  /// Whether there is one more, which is then taken.
  mutating func take(_ now: NIODeadline) -> Bool {
    tokens = min(burst, tokens + rate * Double((now - last).nanoseconds) / 1e9)
    last = now
    guard tokens >= 1 else { return false }
    tokens -= 1
    return true
  }
}
