package import NIOCore

/// What a server takes from its peers before it refuses or hangs up.
package struct HTTPLimits: Sendable {
  /// Request line and header fields together, in bytes.
  package var headBytes = 64 << 10
  package var headerFields = 100
  /// How long a head may take to arrive, from its first byte on; of the first one, from the connection on.
  package var headTime = TimeAmount.seconds(10)
  /// How long a body may take before its rate counts.
  package var bodyGrace = TimeAmount.seconds(10)
  /// The slowest body, after the grace and on average over no longer than that: what came early pays for no silence.
  package var bodyBytesPerSecond = 4096
  /// Bytes of bodies that are not whole yet, of all connections together. A body that comes on top is refused, unless it
  /// is small.
  package var heldBodyBytes = 128 << 20
  /// How long a connection may wait for its next request; nil for ever.
  package var idleTime: TimeAmount? = .seconds(75)
  /// How long an answer may wait for a peer that reads nothing of it.
  package var stalledWriteTime = TimeAmount.seconds(30)
  /// Connections at the same time.
  package var connections = Int.max

  package init() {}

  /// The usual ones, with so many connections.
  package static func connections(_ count: Int) -> HTTPLimits {
    var limits = HTTPLimits()
    limits.connections = count
    return limits
  }

  /// How often the limits of time are looked at: a fraction of the shortest, at most every five seconds.
  var patrolInterval: TimeAmount {
    let shortest = [headTime, bodyGrace, idleTime ?? headTime, stalledWriteTime].min() ?? headTime
    return max(.milliseconds(10), min(.seconds(5), .nanoseconds(shortest.nanoseconds / 2)))
  }
}
