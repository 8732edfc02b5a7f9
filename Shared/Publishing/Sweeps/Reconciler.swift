package import Accounts
package import Core
package import Database
package import Platforms

/// Finds out what became of deliveries whose outcome is unknown, by reading the platform.
package struct Reconciler {
  /// Looks that told nothing, after which a person is asked.
  private static let patience = 5
  /// Looks that must not find it, well apart, before it is sent again.
  private static let absencesToBelieve = 2

  /// For how long a platform that gives no answers is asked again, and the longest pause between.
  private static let longestOutage = Duration.seconds(86_400)
  private static let longestPause = Duration.seconds(900)

  private let store: CheckStore
  private let dispatcher: Dispatcher
  private let permalinks: ClaimStore
  private let accounts: AccountStore
  private let keeper: TokenKeeper
  private let platforms: Platforms
  private let timing: Timing

  package init(_ session: Session, _ platforms: Platforms, _ box: GrantBox, timing: Timing) {
    store = CheckStore(session: session)
    dispatcher = Dispatcher(session, timing: timing)
    permalinks = ClaimStore(session: session)
    accounts = AccountStore(session)
    keeper = TokenKeeper(session, box)
    self.platforms = platforms
    self.timing = timing
  }

  /// Looks at everything that is due for a look; returns what came of it. Begins no look in the last third of
  /// a minute before `deadline`, which is what a slow platform may take for one.
  package func run(until deadline: Instant) throws -> JSONObject {
    var counts: [Verdict: Int] = [:]
    while Instant.now() < deadline + .seconds(-20) {
      let checks = try store.begin(limit: 10, recheck: timing.recheck)
      for check in checks { counts[try settle(check), default: 0] += 1 }
      if checks.isEmpty { break }
    }
    try addPermalinks()
    return JSONObject(Verdict.allCases.map { (name: $0.rawValue, value: JSON(counts[$0] ?? 0)) })
  }

  /// Looks at one delivery. What is to be sent, or continued, is queued at once.
  package func look(at delivery: UUID) throws {
    for check in try store.begin(delivery, limit: 1, recheck: timing.recheck) {
      let verdict = try settle(check)
      if verdict == .published { try addPermalinks(to: delivery) }
      if verdict == .rescheduled { try dispatcher.dispatch(.delivery(delivery)) }
    }
  }

  private enum Verdict: String, CaseIterable {
    case published, rescheduled, undecided, refused
    case needsReview = "needs_review"
  }

  private func settle(_ check: Check) throws -> Verdict {
    guard let connector = platforms[check.target.platform] else { return try settleUntold(check) }
    switch try look(at: check, connector) {
    case .found(let found):
      let ids = found.filter { connector.remoteID($0, step: check.target.posted.count) != nil }
      guard !ids.isEmpty else { return try settleUntold(check) }
      let taken = try store.findTaken(check, ids)
      // The oldest that no other delivery made.
      guard let id = ids.last(where: { !taken.contains($0) }) else { return try settleAbsent(check) }
      return try settleFound(check, id, connector)
    case .possible(let ids):
      let taken = try store.findTaken(check, ids)
      return try ids.allSatisfy(taken.contains) ? settleAbsent(check) : settleUntold(check)
    case .absent: return try settleAbsent(check)
    case .processing(let delay):
      try store.postpone(check, by: delay)
      try dispatcher.look(at: check.target.delivery, in: check.target.organization)
      return .undecided
    case .refused(let error): return try settleRefused(check, error)
    case .inconclusive: return try settleUntold(check)
    case .untold(let reason): return try askPerson(check, reason)
    }
  }

  /// What stood against it may pass.
  private func settleRefused(_ check: Check, _ error: PlatformError) throws -> Verdict {
    let settlement = Settlement(error, after: check.tries, timing)
    guard try store.refuse(check, settlement) else { return .undecided }
    if error.kind == .reauthorize {
      try accounts.markReconnect(check.target.organization, check.target.account, error)
    }
    return settlement.state == "failed" ? .refused : .rescheduled
  }

  private func settleUntold(_ check: Check) throws -> Verdict {
    guard check.checks >= Self.patience else { return .undecided }
    return try askPerson(check, "the platform could not confirm it.")
  }

  private func askPerson(_ check: Check, _ reason: String) throws -> Verdict {
    try store.askPerson(check, reason) ? .needsReview : .undecided
  }

  private func look(at check: Check, _ connector: any Connector) throws -> ReadBack {
    let step = check.target.posted.count
    do {
      return try check.target.access(keeper, connector).call {
        try connector.readBack(check.target.publication($0), step: step, since: check.startedAt)
      }
    } catch {
      guard let refusal = error as? PlatformError else { throw error }
      return patience(check, refusal).map { .processing($0) } ?? .inconclusive
    }
  }

  /// How long a platform that gave no answer is left alone: that says nothing about the post, however often it
  /// happens, so it does not count. Nil when there is nothing to wait for, or it has lasted for a day.
  private func patience(_ check: Check, _ refusal: PlatformError) -> Duration? {
    let age = Instant.now() - check.startedAt
    guard age < Self.longestOutage else { return nil }
    return switch refusal.kind {
    case .rateLimited(let until?), .quotaExhausted(let until), .applicationLimited(let until):
      max(until - .now(), timing.recheck)
    case .rateLimited, .transient, .accessUnavailable: min(max(age / 4, timing.recheck), Self.longestPause)
    default: nil
    }
  }

  private func settleFound(_ check: Check, _ id: String, _ connector: any Connector) throws -> Verdict {
    let posted = (check.target.posted) + [.string(id)]
    var handle = check.target.handle
    handle["posted"] = .array(posted)
    guard posted.count == connector.steps(of: check.target.content) else {
      return try store.reschedule(check, handle: handle) ? .rescheduled : .undecided
    }
    let firstID = posted.first?.string ?? id
    return try store.publish(check, remoteID: id, firstID: firstID, handle: handle) ? .published : .undecided
  }

  private func settleAbsent(_ check: Check) throws -> Verdict {
    guard check.absences + 1 >= Self.absencesToBelieve else {
      try store.recordAbsence(check)
      return .undecided
    }
    return try store.reschedule(check, handle: check.target.handle) ? .rescheduled : .undecided
  }

  /// To one delivery, or to all that have none yet.
  private func addPermalinks(to delivery: UUID? = nil) throws {
    for check in try store.listWithoutPermalink(delivery, limit: 50) {
      guard let connector = platforms[check.target.platform], let id = check.target.posted.first?.string,
        let found = try? check.target.access(keeper, connector).call({
          try connector.permalink(check.target.publication($0), remoteID: id)
        }),
        let permalink = connector.address(found)
      else { continue }
      try permalinks.savePermalink(check.target.organization, check.target.delivery, permalink)
    }
  }
}
