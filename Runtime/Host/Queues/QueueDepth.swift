/// How full a queue is.
package struct QueueDepth: Sendable {
  package let name: String
  /// Messages that a receive would get now.
  package let visible: Int
  /// Messages received and neither deleted nor visible again.
  package let inFlight: Int
  /// Messages whose delay is not over.
  package let delayed: Int
  /// Seconds since the oldest message that is visible or in flight was sent; nil when there is none.
  package let oldestAge: Int?
  /// Queues whose undeliverable messages come here; empty for an ordinary queue.
  package let deadLetterSources: [String]
}
