internal import Core
internal import Database
internal import Outbox
internal import Platforms

/// The statements of taking something down. Each names the fence of its claim; for `coalesce(state)` see `ClaimStore`.
struct RemovalStore {
  let session: Session

  /// Takes it for the length of a lease, counted before anything is asked of the platform. Nil when somebody has it,
  /// or it is settled.
  func claim(_ hint: DispatchHint, timing: Timing) throws -> Removal? {
    let row = try session.first(
      """
      update delivery d set fence = fence + 1, attempt = attempt + 1,
        check_after = clock_timestamp() + \(timing.lease)::interval
      from post p, account a
      where d.organization_id = \(hint.tenant) and d.id = \(hint.delivery)
        and coalesce(d.state) = 'removing' and d.dispatch_no = \(hint.dispatchNumber)
        and d.check_after <= clock_timestamp() + \(Timing.earliness)::interval
        and (p.organization_id, p.id) = (d.organization_id, d.post_id)
        and (a.organization_id, a.id) = (d.organization_id, d.account_id)
      returning d.organization_id, d.id, d.account_id, d.platform, d.fence, d.attempt, d.max_attempts, d.dispatch_no,
        d.variant, d.remote_handle, d.remote_id, p.content, a.remote_id as identity, a.name, a.credentials,
        a.state as account_state
      """)
    return try row.map { try Removal($0) }
  }

  func finish(_ removal: Removal) throws {
    try session.query(
      """
      update delivery set state = 'removed', removed_at = clock_timestamp(), error_code = null, error_detail = null
      where organization_id = \(removal.target.organization) and id = \(removal.target.delivery)
        and fence = \(removal.target.fence) and coalesce(state) = 'removing'
      """)
  }

  /// To be tried again after the delay; returns the message that asks for it.
  func postpone(_ removal: Removal, by delay: Duration, _ error: PlatformError) throws -> DispatchHint? {
    try session.first(
      """
      update delivery set check_after = clock_timestamp() + \(delay)::interval, error_code = \(error.apiCode),
        error_detail = \(error.detail)
      where organization_id = \(removal.target.organization) and id = \(removal.target.delivery)
        and fence = \(removal.target.fence) and coalesce(state) = 'removing'
      returning organization_id, id, dispatch_no, check_after
      """
    ).map {
      try DispatchHint($0, to: .removal, at: $0.value("check_after"), again: "\(removal.target.fence)")
    }
  }

  /// It stays as it is.
  func giveUp(_ removal: Removal, _ error: PlatformError) throws {
    try session.query(
      """
      update delivery set state = 'published', error_code = \(error.apiCode), error_detail = \(error.detail)
      where organization_id = \(removal.target.organization) and id = \(removal.target.delivery)
        and fence = \(removal.target.fence) and coalesce(state) = 'removing'
      """)
  }
}

/// A delivery that this worker takes down until its lease ends.
struct Removal {
  let target: DeliveryTarget
  /// This try included.
  let attempt: Int
  let maxAttempts: Int
  let isConnected: Bool
  /// Of everything that was published of it; at least one.
  let ids: [String]

  init(_ row: Row) throws {
    target = try DeliveryTarget(row)
    attempt = try row.value("attempt")
    maxAttempts = try row.value("max_attempts")
    isConnected = try row.value("account_state") == "connected"
    let posted = target.posted.compactMap(\.string)
    ids = posted.isEmpty ? [try row.value("remote_id")] : posted
  }
}
