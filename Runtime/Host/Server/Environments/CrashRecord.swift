internal import NIOCore

/// Spaces the starts of a function whose processes keep ending.
struct CrashRecord {
  /// Crashes in a row that are taken as bad luck. After that, starts are spaced.
  private static let free = 2
  private static let longestPause = TimeAmount.seconds(5)

  private var count = 0
  private var startsFrom = NIODeadline.uptimeNanoseconds(0)

  mutating func reset() { count = 0 }

  mutating func note(_ now: NIODeadline) {
    count += 1
    guard count > Self.free else { return }
    let pause = TimeAmount.milliseconds(100 << Int64(min(count - Self.free, 6)))
    startsFrom = now + min(pause, Self.longestPause)
  }

  func allowsStart(_ now: NIODeadline) -> Bool { now >= startsFrom }
}
