internal import Core
internal import Database

/// Access that ends soon.
struct AccessWarningStore {
  let session: Session

  /// Takes an account whose next warning is due; nil when there is none. Tokens that live for hours are renewed by
  /// themselves or lost within the day: nobody is warned of them.
  func takeNext() throws -> EndingAccess? {
    let row = try session.first(
      """
      with near as materialized (
        select a.organization_id, a.id, level.days, a.name, a.platform, a.token_expires_at
        from account a, lateral (select case
            when a.token_expires_at <= clock_timestamp() + interval '1 day' then 1
            when a.token_expires_at <= clock_timestamp() + interval '3 days' then 3 else 7 end) as level (days)
        where a.state = 'connected' and a.renewal_failed_at is not null
          and a.token_expires_at > clock_timestamp()
          and a.token_expires_at <= clock_timestamp() + interval '7 days'
          and a.token_expires_at - a.refreshed_at > interval '8 days'
          and (a.warned_days is null or a.warned_days > level.days)
          and exists (select from delivery d where d.organization_id = a.organization_id
            and d.account_id = a.id and d.state in ('scheduled', 'queued'))
        order by a.token_expires_at limit 1 for update of a skip locked)
      update account a set warned_days = near.days from near
      where (a.organization_id, a.id) = (near.organization_id, near.id)
      returning near.*, (select count(*) from delivery d where d.organization_id = near.organization_id
        and d.account_id = near.id and d.state in ('scheduled', 'queued')) as planned
      """)
    return try row.map { try EndingAccess($0) }
  }
}

/// An account whose access ends soon.
struct EndingAccess {
  let organization: UUID
  let account: UUID
  let platform: String
  let name: String
  let expiresAt: Instant
  /// The warning's: 7, 3 or 1.
  let days: Int
  /// Posts that are planned for it.
  let planned: Int

  init(_ row: Row) throws {
    organization = try row.value("organization_id")
    account = try row.value("id")
    platform = try row.value("platform")
    name = try row.value("name")
    expiresAt = try row.value("token_expires_at")
    days = try row.value("days")
    planned = try row.value("planned")
  }
}
