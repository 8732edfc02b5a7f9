package import Core
package import Database

/// Open invitations.
package struct InvitationStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Oldest first. `after` is the id of the last one of the page before.
  package func list(of organization: UUID, after: UUID?, limit: Int) throws -> [(id: UUID, json: JSON)] {
    try session.query(
      """
      select id, email, role, invited_by, created_at, expires_at from invitation
      where organization_id = \(organization) and (\(after)::uuid is null or id > \(after))
      order by id limit \(limit)
      """
    ).map { (try $0.value("id"), try Self.json($0)) }
  }

  /// Takes the place of an open invitation of the same address, whose link is useless from then on. Nil when that one is
  /// for a role that the inviter may not take away: one statement, so that none comes in between.
  func insert(_ id: UUID, _ draft: InvitationDraft, by inviter: Member) throws -> JSON? {
    let settable = Role.allCases.filter { inviter.role.maySet($0) }.map(\.rawValue)
    return try session.first(
      """
      insert into invitation as i (organization_id, id, email, role, invited_by, created_at, expires_at)
      select \(inviter.organization), \(id), \(draft.email), \(draft.role.rawValue), \(inviter.user),
        made, made + \(Invitation.lifetime)::interval
      from (select clock_timestamp() as made) as clock
      on conflict (organization_id, email) do update set id = excluded.id, role = excluded.role,
        invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at
      where i.role = any(\(settable)) or i.expires_at <= clock_timestamp()
      returning id, email, role, invited_by, created_at, expires_at
      """
    ).map { try Self.json($0) }
  }

  func findRole(of id: UUID, in organization: UUID) throws -> Role? {
    try session.first("select role from invitation where organization_id = \(organization) and id = \(id)")
      .flatMap { Role(rawValue: try $0.value("role")) }
  }

  /// One that may be accepted: whoever sent it may still give that role.
  func findOpen(_ id: UUID) throws -> Invitation? {
    let row = try session.first(
      """
      select i.organization_id, i.id, i.email, i.role, o.name as organization_name, u.name as inviter_name,
        m.role as inviter_role, m.lacks_second_factor,
        exists (select from app_user a where a.email = i.email and a.email_verified_at is not null) as has_account
      from invitation i
      join organization o on o.id = i.organization_id
      join member_standing m on (m.organization_id, m.user_id) = (i.organization_id, i.invited_by)
      join app_user u on u.id = m.user_id
      where i.id = \(id) and i.expires_at > clock_timestamp()
      """)
    guard let row, let found = try Invitation(row), found.isGood else { return nil }
    return found
  }

  /// Returns whether it was there: of many at the same moment, one removes it.
  func delete(_ id: UUID, of organization: UUID) throws -> Bool {
    try !session.query(
      "delete from invitation where organization_id = \(organization) and id = \(id) returning id"
    ).isEmpty
  }

  private static func json(_ row: Row) throws -> JSON {
    [
      "id": JSON(describing: try row.value("id") as UUID), "email": .string(try row.value("email")),
      "role": .string(try row.value("role")),
      "invited_by": JSON(describing: try row.value("invited_by") as UUID),
      "created_at": JSON(describing: try row.value("created_at") as Instant),
      "expires_at": JSON(describing: try row.value("expires_at") as Instant),
    ]
  }
}
