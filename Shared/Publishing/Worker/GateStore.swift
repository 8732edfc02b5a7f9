internal import Core
internal import Database

/// Platforms that answer nothing but errors, left alone for a while: a circuit breaker for each. Only what is the platform's
/// own doing is counted.
struct GateStore {
  /// Failures in a row that close it, when they are those of two accounts at least.
  static let patience = 8

  let session: Session

  /// The platform failed: after eight failures in a row nothing is sent for half a minute, then one delivery tries. What it
  /// fails at for one account only, such as a post that it cannot bear, holds up nobody else.
  func recordFailure(_ platform: String, of account: UUID) throws {
    try session.query(
      """
      insert into platform_gate as g (platform, failures, accounts) values (\(platform), 1, array[\(account)::uuid])
      on conflict (platform) do update set failures = g.failures + 1, updated_at = clock_timestamp(),
        accounts = case when \(account)::uuid = any(g.accounts) then g.accounts
          else (g.accounts || \(account)::uuid)[1:2] end,
        closed_until = case when g.failures + 1 >= \(Self.patience)
          and (cardinality(g.accounts) > 1 or (cardinality(g.accounts) = 1 and g.accounts[1] <> \(account)::uuid))
          then clock_timestamp() + interval '30 s' end
      """)
  }

  /// The platform answered.
  func recordSuccess(_ platform: String) throws {
    try session.query(
      """
      update platform_gate set failures = 0, accounts = '{}', closed_until = null, updated_at = clock_timestamp()
      where platform = \(platform)
      """)
  }

  /// It takes nothing more from our registration before this time.
  func recordLimit(_ platform: String, until time: Instant) throws {
    try session.query(
      """
      insert into platform_gate as g (platform, limited_until) values (\(platform), \(time))
      on conflict (platform) do update set limited_until = greatest(g.limited_until, \(time)),
        updated_at = clock_timestamp()
      """)
  }

  /// Makes this the one delivery that tries whether the platform works again, for as long as the gate stays closed for all
  /// others. Nil when another does.
  func takeProbe(_ platform: String) throws -> Instant? {
    try session.first(
      """
      update platform_gate set closed_until = clock_timestamp() + interval '30 s', updated_at = clock_timestamp()
      where platform = \(platform) and closed_until <= clock_timestamp() returning closed_until
      """
    )?.value("closed_until")
  }

  /// The try came to an end without a word of the platform: the next one may try at once.
  func returnProbe(_ platform: String, _ closedUntil: Instant) throws {
    try session.query(
      """
      update platform_gate set closed_until = clock_timestamp(), updated_at = clock_timestamp()
      where platform = \(platform) and closed_until = \(closedUntil)
      """)
  }
}
