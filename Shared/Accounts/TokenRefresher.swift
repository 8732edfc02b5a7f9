package import Core
package import Database
package import Platforms

/// Renews tokens ahead of time, so that no delivery waits for it and no token ends unnoticed.
package struct TokenRefresher {
  private let session: Session
  private let store: RefreshStore
  private let keeper: TokenKeeper
  private let platforms: Platforms

  /// The session's role sees the accounts of all tenants.
  package init(_ session: Session, _ platforms: Platforms, _ box: GrantBox) {
    self.session = session
    store = RefreshStore(session: session)
    keeper = TokenKeeper(session, box)
    self.platforms = platforms
  }

  private enum Verdict: String, CaseIterable {
    case renewed, postponed, disconnected
  }

  /// Renews what is due for it; returns how many came to what. Begins none in the last 20 s before `deadline`.
  package func run(until deadline: Instant) throws -> JSONObject {
    var counts: [Verdict: Int] = [:]
    while Instant.now() < deadline + .seconds(-20), let due = try store.takeDue() {
      counts[try renew(due), default: 0] += 1
    }
    return JSONObject(Verdict.allCases.map { (name: $0.rawValue, value: JSON(counts[$0] ?? 0)) })
  }

  private func renew(_ due: DueAccount) throws -> Verdict {
    guard let connector = platforms[due.platform] else { return .postponed }
    do {
      let held = HeldGrant(
        grant: try keeper.open(due.sealed, organization: due.organization, account: due.id),
        sealed: due.sealed)
      // Whoever renewed it in between has already moved its time.
      _ = try keeper.renewed(held, organization: due.organization, account: due.id, connector: connector)
      return .renewed
    } catch {
      // Only a definitive refusal disconnects: a network failure is tried again.
      guard let refusal = error as? PlatformError else { throw error }
      guard refusal.isDefinitive, due.isOver || refusal.code != PlatformError.notRenewable else {
        try store.markFailed(due)
        return .postponed
      }
      try keeper.disconnect(due.organization, due.id, refusal, refusing: due.sealed)
      return .disconnected
    }
  }
}

/// An account whose token is to be renewed.
struct DueAccount {
  let organization: UUID
  let id: UUID
  let platform: String
  let sealed: [UInt8]
  /// Whether its token has ended. One that nobody can renew is good until then.
  let isOver: Bool
}

/// Which tokens are to be renewed.
struct RefreshStore {
  let session: Session

  /// Takes the one that waits longest, and moves its next try ten minutes on: of two timers at once, one has it,
  /// and a failure is not repeated at once.
  func takeDue() throws -> DueAccount? {
    let row = try session.first(
      """
      update account set refresh_after = clock_timestamp() + interval '10 min'
      where (organization_id, id) in (select organization_id, id from account
        where state = 'connected' and refresh_after < clock_timestamp()
          and refreshed_at < clock_timestamp() - interval '5 min'
        order by refresh_after limit 1 for update skip locked)
      returning organization_id, id, platform, credentials, token_expires_at < clock_timestamp() as is_over
      """)
    return try row.map { row in
      let sealed: Bytes = try row.value("credentials")
      return DueAccount(
        organization: try row.value("organization_id"), id: try row.value("id"),
        platform: try row.value("platform"), sealed: sealed.bytes, isOver: try row.value("is_over"))
    }
  }

  /// Since when it cannot be renewed.
  func markFailed(_ due: DueAccount) throws {
    try session.query(
      """
      update account set renewal_failed_at = coalesce(renewal_failed_at, clock_timestamp())
      where organization_id = \(due.organization) and id = \(due.id)
      """)
  }
}
