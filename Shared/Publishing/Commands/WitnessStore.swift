internal import Core
internal import Database
internal import Platforms

/// What is known of a delivery whose outcome a person tells.
struct WitnessStore {
  let session: Session

  /// With when it was begun to be sent: the earliest attempt that may have had an effect. Nil when it needs no decision.
  func find(_ delivery: UUID) throws -> (target: DeliveryTarget, startedAt: Instant, isConnected: Bool)? {
    let row = try session.first(
      """
      select d.organization_id, d.id, d.account_id, d.platform, d.fence, d.variant, d.remote_handle, p.content,
        a.remote_id as identity, a.name, a.credentials, a.state = 'connected' as is_connected, coalesce((select min(t.started_at) from delivery_attempt t
          where t.organization_id = d.organization_id and t.delivery_id = d.id
            and t.outcome is distinct from 'failed' and t.outcome is distinct from 'retry'), d.due_at) as started_at
      from delivery d
      join post p on (p.organization_id, p.id) = (d.organization_id, d.post_id)
      join account a on (a.organization_id, a.id) = (d.organization_id, d.account_id)
      where d.id = \(delivery) and d.state = 'needs_review'
      """)
    return try row.map {
      (try DeliveryTarget($0), try $0.value("started_at"), try $0.value("is_connected"))
    }
  }

  /// Whether another delivery is known by this id, or has it among its parts, be it through another account that stands
  /// for the same identity, in a workspace or an organization that this member does not see.
  func isTaken(_ id: String, besides target: DeliveryTarget) throws -> Bool {
    try session.only(
      """
      select is_published_by_another(\(target.platform), \(target.identity.remoteID), \(id), \(target.delivery)) as is_taken
      """
    ).value("is_taken")
  }
}
