package import Core

/// Counts requests against quotas without asking the database each time.
///
/// The truth is a row per subject (GCRA, as in `RateLimiter`). A process lets a slice of the quota, a fiftieth, pass by
/// what it knows, then adds what it let pass to the row and learns from it what the others did. So one request of many
/// costs a statement, and a subject that is over its quota costs none. A quota of less than a hundred is exact. Beyond
/// that, each process that serves a subject can let a slice less one more pass than the quota in each window.
package final class RequestLimits {
  /// What this process knows of one subject.
  private struct Account {
    /// Until when the row is ahead of the rate, as it was last read.
    var due: Instant
    /// What passed since then, and when the first of it did.
    var pending = 0
    var since: Instant
  }

  /// Adds uses to the rows; see `RateLimiter.settle`.
  package typealias Settle = ([RequestUse]) throws -> [RequestUse.Settled]

  private static let capacity = 10_000

  private var accounts: [String: Account] = [:]
  private var reports: [Report] = []

  package init() {}

  /// Begins to count for another request.
  package func begin() { reports = [] }

  /// Counts this request once against each quota that has not counted it yet. Throws 429 when one is used up.
  package func take(
    _ wanted: [(quota: RequestQuota, subject: String)], at now: Instant = .now(), settle: Settle
  ) throws {
    let wanted = wanted.filter { new in !reports.contains { $0.quota.name == new.quota.name } }
    makeRoom(at: now)
    var uses: [RequestUse] = []
    var wait: Int64 = 0
    for (quota, subject) in wanted {
      let key = "request:\(quota.name):\(subject)"
      let account = current(key, at: now)
      let excess = level(account, quota, at: now) + quota.cost - quota.tolerance
      wait = max(wait, excess)
      if excess <= 0 && account.pending + 1 >= quota.slice {
        uses.append(RequestUse(key: key, quota: quota, count: account.pending + 1))
      } else {
        accounts[key] = account
        if excess <= 0 { accounts[key]?.pending += 1 }
      }
    }
    if !uses.isEmpty { wait = max(wait, try add(uses, at: now, settle)) }
    reports += wanted.map { quota, subject in
      let account = current("request:\(quota.name):\(subject)", at: now)
      return Report(quota: quota, level: level(account, quota, at: now))
    }
    if wait > 0 { throw Problem.tooManyRequests(retryAfter: Int((wait + 999_999) / 1_000_000)) }
  }

  /// `RateLimit-Policy` with every quota that counted the request, `RateLimit` with the one of which least is left
  /// (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/, draft 10).
  package var fields: [(name: String, value: String)] {
    guard let tightest = reports.min(by: { $0.share < $1.share }) else { return [] }
    let window = RequestQuota.window.components.seconds
    let policies = reports.map { "\"\($0.quota.name)\";q=\($0.quota.requests);w=\(window)" }
    return [
      ("ratelimit-policy", policies.joined(separator: ", ")),
      ("ratelimit", "\"\(tightest.quota.name)\";r=\(tightest.remaining);t=\(tightest.secondsUntilFull)"),
    ]
  }

  /// Returns how long the one that has to wait longest has to, in microseconds; 0 when none has to.
  private func add(_ uses: [RequestUse], at now: Instant, _ settle: Settle) throws -> Int64 {
    let settled = try settle(uses)
    var wait: Int64 = 0
    for (use, row) in zip(uses, settled) {
      let due = now + .microseconds(row.ahead)
      if row.isTaken {
        accounts[use.key] = Account(due: due, since: now)
      } else {
        var account = current(use.key, at: now)
        account.due = due
        accounts[use.key] = account
        wait = max(wait, 1, level(account, use.quota, at: now) + use.quota.cost - use.quota.tolerance)
      }
    }
    return wait
  }

  private func current(_ key: String, at now: Instant) -> Account {
    var account = accounts[key] ?? Account(due: now, since: now)
    // What passed in a window that is over would be counted in the wrong one.
    if account.pending == 0 || now - account.since > RequestQuota.window {
      account.pending = 0
      account.since = now
    }
    return account
  }

  /// How far the subject is ahead of its rate, in microseconds.
  private func level(_ account: Account, _ quota: RequestQuota, at now: Instant) -> Int64 {
    max(0, (account.due - now).microseconds) + Int64(account.pending) * quota.cost
  }

  /// Forgets subjects that are not ahead of their rate; when these are not enough, all.
  private func makeRoom(at now: Instant) {
    guard accounts.count >= Self.capacity else { return }
    accounts = accounts.filter { $0.value.due > now || now - $0.value.since <= RequestQuota.window }
    if accounts.count >= Self.capacity { accounts = [:] }
  }

  /// What an answer tells of one quota.
  private struct Report {
    let quota: RequestQuota
    let level: Int64

    var remaining: Int64 { max(0, (quota.tolerance - level) / quota.cost) }
    var secondsUntilFull: Int64 { (level + 999_999) / 1_000_000 }
    /// Of the quota, what is left.
    var share: Double { Double(remaining) / Double(quota.requests) }
  }
}

/// Requests of one subject that passed and are to be added to its row.
package struct RequestUse: Sendable {
  let key: String
  let quota: RequestQuota
  let count: Int

  /// What the row said.
  package struct Settled: Sendable {
    /// Whether there was room, and the uses are added now.
    let isTaken: Bool
    /// How far the row is ahead of the rate, in microseconds.
    let ahead: Int64

    package init(isTaken: Bool, ahead: Int64) {
      self.isTaken = isTaken
      self.ahead = ahead
    }
  }
}
