internal import Core
internal import Database

/// Platforms that answer nothing but errors, left alone for a while: a circuit breaker for each.
struct GateStore {
  /// Failures in a row that close it.
  static let patience = 8

  let session: Session

  /// The platform failed: after eight failures in a row nothing is sent for half a minute, then one delivery tries.
  func recordFailure(_ platform: String) throws {
    try session.query(
      """
      insert into platform_gate as g (platform, failures) values (\(platform), 1)
      on conflict (platform) do update set failures = g.failures + 1, updated_at = clock_timestamp(),
        closed_until = case when g.failures + 1 >= \(Self.patience) then clock_timestamp() + interval '30 s' end
      """)
  }

  /// The platform answered.
  func recordSuccess(_ platform: String) throws {
    try session.query(
      """
      update platform_gate set failures = 0, closed_until = null, updated_at = clock_timestamp()
      where platform = \(platform)
      """)
  }
}
