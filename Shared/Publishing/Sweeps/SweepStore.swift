internal import Core
internal import Database
internal import Outbox

/// What brings deliveries back whose worker, message or timer was lost. Every statement may run at any time,
/// any number of times.
struct SweepStore {
  let session: Session

  /// A worker died before it sent anything: someone else may begin anew.
  func freeClaimed() throws -> Int {
    try session.query(
      """
      update delivery set state = 'scheduled', lease_owner = null, lease_until = null
      where state = 'claimed' and lease_until < clock_timestamp() returning id
      """
    ).count
  }

  /// A worker died while sending. With a request under way nobody knows; between the parts of a thread nothing
  /// was, and the next part may be sent.
  func freeSending(settle: Duration) throws -> Int {
    try session.query(
      """
      update delivery d set lease_owner = null, lease_until = null, checks = 0, absences = 0,
        check_after = clock_timestamp() + \(settle)::interval,
        state = case when exists (select from delivery_attempt a
          where (a.organization_id, a.delivery_id, a.fence) = (d.organization_id, d.id, d.fence)
            and a.finished_at is null) then 'unknown' else 'scheduled' end
      where state = 'sending' and lease_until < clock_timestamp() returning id
      """
    ).count
  }

  /// Whose message was lost: it is sent again, with the same dispatch_no, so that it cannot overtake itself.
  func listLost(after age: Duration) throws -> [DispatchHint] {
    try session.query(
      """
      select organization_id, id, dispatch_no, is_heavy,
        floor(extract(epoch from clock_timestamp()) / extract(epoch from \(age)::interval))::bigint as turn
      from delivery where state = 'queued' and not_before < clock_timestamp() - \(age)::interval
      order by not_before limit 500
      """
    ).map { try DispatchHint($0, to: $0.value("is_heavy") ? .upload : .publish, again: "r\(turn($0))") }
  }

  /// The same of what is to be taken down, or whose worker died.
  func listLostRemovals(after age: Duration) throws -> [DispatchHint] {
    try session.query(
      """
      select organization_id, id, dispatch_no,
        floor(extract(epoch from clock_timestamp()) / extract(epoch from \(age)::interval))::bigint as turn
      from delivery where state = 'removing' and check_after < clock_timestamp() - \(age)::interval
      order by check_after limit 500
      """
    ).map { try DispatchHint($0, to: .removal, again: "r\(turn($0))") }
  }

  /// In which span of time it is sent again, once in each.
  private func turn(_ row: Row) throws -> Int64 { try row.value("turn") }

  /// Too late by the workspace's own rule: a person decides. Returns which, at most `limit`; those that are partly out are
  /// published all the same, without the rest.
  func markMissed(limit: Int) throws -> [(organization: UUID, delivery: UUID, state: String)] {
    let rows = try session.query(
      """
      with late as materialized (
        select organization_id, id from delivery
        where state in ('scheduled', 'queued') and due_at + missed_after < clock_timestamp()
        order by due_at limit \(limit) for update skip locked)
      update delivery d set state = 'missed', error_code = 'missed', error_detail =
        'It was not published in time. Publish it now, or give it another time.'
      from late where (d.organization_id, d.id) = (late.organization_id, late.id)
      returning d.organization_id, d.id, d.state
      """)
    return try rows.map { (try $0.value("organization_id"), try $0.value("id"), try $0.value("state")) }
  }

  func recordTick(_ timer: Timer) throws {
    try session.query(
      """
      insert into timer_tick (name, ticked_at) values (\(timer.rawValue), clock_timestamp())
      on conflict (name) do update set ticked_at = excluded.ticked_at
      """)
  }
}
