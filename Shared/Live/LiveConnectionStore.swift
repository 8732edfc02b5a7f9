internal import Core
package import Database
package import Identity
internal import Outbox
internal import Posts

/// The WebSocket connections of an organization's members.
package struct LiveConnectionStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// It lasts as long as the token that it was opened by: whoever took that from somebody would see all that happens for
  /// as long as the gateway keeps a connection. Two hours are the gateway's end, for tokens of a longer life.
  package func insert(_ id: String, of member: Member, by token: AccessToken) throws {
    try session.query(
      """
      insert into live_connection (id, organization_id, user_id, session_id, expires_at)
      values (\(id), \(member.organization), \(member.user), \(token.session),
        least(\(token.expiresAt)::timestamptz, clock_timestamp() + interval '2 hours 5 min'))
      """)
  }

  /// Asks for connections to be closed whose time is over; returns how many.
  package func closeExpired() throws -> Int {
    try session.transaction {
      let ended = try session.query(
        "delete from live_connection where expires_at <= clock_timestamp() returning id, organization_id")
      return try OutboxStore(session).insert(
        ended.map { LiveUpdate(lost: try $0.value("id"), in: try $0.value("organization_id")) })
    }
  }

  package func delete(_ id: String) throws {
    try session.query("delete from live_connection where id = \(id)")
  }

  /// The connections of the organization, and whether those behind them would be let in by a request now, with the token
  /// that they came by: the same view says so, and everybody who is let in may read.
  func list(of organization: UUID) throws -> [(id: String, isAllowed: Bool)] {
    try session.query(
      """
      select c.id,
        c.expires_at > clock_timestamp() and coalesce(not s.lacks_second_factor, false) as is_allowed
      from live_connection c left join session_standing s
        on (s.organization_id, s.user_id, s.session_id) = (c.organization_id, c.user_id, c.session_id)
      where c.organization_id = \(organization)
      """
    ).map { (try $0.value("id"), try $0.value("is_allowed")) }
  }
}
