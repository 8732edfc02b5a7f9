internal import Core

extension Instant {
  /// Since 1970-01-01T00:00:00Z: the resolution of delays and time stamps in SQS.
  var milliseconds: Int64 { microseconds / 1000 }
}
