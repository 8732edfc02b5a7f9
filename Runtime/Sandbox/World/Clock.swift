internal import Core

/// The world's time: the machine's, moved ahead by what a test asked for, so that a token of 60 days or a
/// container of 24 hours can be seen to expire.
final class Clock {
  private(set) var offset: Duration = .zero

  var now: Instant { Instant.now() + offset }

  func advance(by duration: Duration) { offset += duration }
}
