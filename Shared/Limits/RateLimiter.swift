package import Core
package import Database

/// Says how often somebody may do something: the generic cell rate algorithm, with its state in PostgreSQL, so that
/// it holds over all processes (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm).
package struct RateLimiter {
  private let session: Session

  /// Not inside a transaction that may be rolled back: what was refused counts too.
  package init(_ session: Session) { self.session = session }

  /// Counts one use against every limit. Throws 429 with `Retry-After` when one of them is used up.
  package func take(_ limits: [RateLimit]) throws {
    let limits = limits.sorted { $0.key < $1.key }
    let rows = try session.query(
      """
      with wanted as (
        select key, statement_timestamp() + ms * interval '1 ms' as due_at, ms * burst * interval '1 ms' as tolerance
        from unnest(\(limits.map(\.key))::text[], \(limits.map(\.interval.milliseconds))::bigint[],
          \(limits.map(\.burst))::int[]) as w (key, ms, burst)),
      taken as (
        insert into rate_limit as r (key, due_at, tolerance) select key, due_at, tolerance from wanted
        on conflict (key) do update set tolerance = excluded.tolerance, due_at =
          greatest(r.due_at, statement_timestamp()) + (excluded.due_at - statement_timestamp())
        where greatest(r.due_at, statement_timestamp()) + (excluded.due_at - statement_timestamp())
          - excluded.tolerance <= statement_timestamp()
        returning key)
      select coalesce(ceil(extract(epoch from r.due_at + (w.due_at - statement_timestamp()) - w.tolerance
        - statement_timestamp())), 1)::int as wait
      from wanted w left join rate_limit r using (key)
      where not exists (select from taken where taken.key = w.key)
      """)
    guard !rows.isEmpty else { return }
    let waits = try rows.map { row -> Int in try row.value("wait") }
    throw Problem.tooManyRequests(retryAfter: max(1, waits.max() ?? 1))
  }

  /// Adds uses that have passed, each to its row when there is room for all of them. In the order of `uses`.
  package func settle(_ uses: [RequestUse]) throws -> [RequestUse.Settled] {
    let costs = uses.map { $0.quota.cost * Int64($0.count) }
    return try session.query(
      """
      with wanted as (
        select number, key, cost * interval '1 us' as cost, tolerance * interval '1 us' as tolerance
        from unnest(\(uses.map(\.key))::text[], \(costs)::bigint[], \(uses.map(\.quota.tolerance))::bigint[])
          with ordinality as w (key, cost, tolerance, number)),
      taken as (
        insert into rate_limit as r (key, due_at, tolerance)
        select key, statement_timestamp() + cost, tolerance from wanted order by key
        on conflict (key) do update set tolerance = excluded.tolerance, due_at =
          greatest(r.due_at, statement_timestamp()) + (excluded.due_at - statement_timestamp())
        where greatest(r.due_at, statement_timestamp()) + (excluded.due_at - statement_timestamp())
          - excluded.tolerance <= statement_timestamp()
        returning key, due_at)
      select t.key is not null as is_taken, (extract(epoch from coalesce(t.due_at, r.due_at,
        statement_timestamp() + w.tolerance) - statement_timestamp()) * 1000000)::bigint as ahead
      from wanted w left join taken t on t.key = w.key left join rate_limit r on r.key = w.key order by w.number
      """
    ).map { RequestUse.Settled(isTaken: try $0.value("is_taken"), ahead: max(0, try $0.value("ahead"))) }
  }

  /// Forgets what was counted, after a use that was all right.
  package func clear(_ keys: [String]) throws {
    try session.query("delete from rate_limit where key = any(\(keys))")
  }
}

/// How often one key may be used.
package struct RateLimit: Sendable {
  package let key: String
  /// Between two uses, in the long run.
  package let interval: Duration
  /// How many may come at once.
  package let burst: Int

  package init(_ key: String, every interval: Duration, burst: Int) {
    self.key = key
    self.interval = interval
    self.burst = burst
  }
}

extension Problem {
  package static func tooManyRequests(retryAfter seconds: Int) -> Problem {
    Problem(429, "too_many_requests", "Too many requests. Try again later.", retryAfter: seconds)
  }
}
