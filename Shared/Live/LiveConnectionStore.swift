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

  /// The connections whose session is open and whose person is still a member.
  func list(of organization: UUID) throws -> [String] {
    try session.query(
      """
      select c.id from live_connection c join user_session s on s.id = c.session_id
      where c.organization_id = \(organization) and c.expires_at > clock_timestamp()
        and s.revoked_at is null and s.expires_at > clock_timestamp()
      """
    ).map { try $0.value("id") }
  }
}
