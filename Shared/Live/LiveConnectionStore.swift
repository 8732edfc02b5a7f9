package import Core
package import Database
package import Identity

/// The WebSocket connections of an organization's members.
package struct LiveConnectionStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  package func insert(_ id: String, of member: Member, in login: UUID) throws {
    try session.query(
      """
      insert into live_connection (id, organization_id, user_id, session_id)
      values (\(id), \(member.organization), \(member.user), \(login))
      """)
  }

  package func delete(_ id: String) throws {
    try session.query("delete from live_connection where id = \(id)")
  }

  /// The connections of the organization, and whether those behind them would be let in by a request now: the same view
  /// says so, and everybody who is let in may read.
  func list(of organization: UUID) throws -> [(id: String, isAllowed: Bool)] {
    try session.query(
      """
      select c.id, coalesce(not s.lacks_second_factor, false) as is_allowed
      from live_connection c left join session_standing s
        on (s.organization_id, s.user_id, s.session_id) = (c.organization_id, c.user_id, c.session_id)
      where c.organization_id = \(organization) and c.expires_at > clock_timestamp()
      """
    ).map { (try $0.value("id"), try $0.value("is_allowed")) }
  }
}
