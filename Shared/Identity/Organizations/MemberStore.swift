package import Core
package import Database

/// Members of organizations. Every statement names the organization: policies also show a person's memberships in
/// others.
package struct MemberStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// In the order of their ids. `after` is the id of the last one of the page before.
  package func list(of organization: UUID, after: UUID?, limit: Int) throws -> [(id: UUID, json: JSON)] {
    try session.query(
      """
      select u.id, u.email, u.name, m.role, m.created_at from membership m join app_user u on u.id = m.user_id
      where m.organization_id = \(organization) and (\(after)::uuid is null or m.user_id > \(after))
      order by m.user_id limit \(limit)
      """
    ).map { (try $0.value("id"), try Self.json($0)) }
  }

  func find(_ user: UUID, in organization: UUID) throws -> JSON? {
    try session.first(
      """
      select u.id, u.email, u.name, m.role, m.created_at from membership m join app_user u on u.id = m.user_id
      where m.organization_id = \(organization) and m.user_id = \(user)
      """
    ).map { try Self.json($0) }
  }

  /// Until the end of the transaction nobody else changes who is a member, and as what.
  func lock(_ organization: UUID) throws {
    try session.query("select from organization where id = \(organization) for no key update")
  }

  func findRole(of user: UUID, in organization: UUID) throws -> Role? {
    try session.first(
      "select role from membership where organization_id = \(organization) and user_id = \(user)"
    ).flatMap { Role(rawValue: try $0.value("role")) }
  }

  /// Whether a member has this address.
  func contains(email: String, in organization: UUID) throws -> Bool {
    try session.first(
      """
      select from membership m join app_user u on u.id = m.user_id
      where m.organization_id = \(organization) and u.email = \(email)
      """) != nil
  }

  /// Returns false when the person is a member already; their role stays as it is.
  func insert(_ user: UUID, in organization: UUID, as role: Role) throws -> Bool {
    try !session.query(
      """
      insert into membership (organization_id, user_id, role) values (\(organization), \(user), \(role.rawValue))
      on conflict (organization_id, user_id) do nothing returning user_id
      """
    ).isEmpty
  }

  func updateRole(of user: UUID, in organization: UUID, to role: Role) throws {
    try guardingLastOwner {
      try session.query(
        """
        update membership set role = \(role.rawValue)
        where organization_id = \(organization) and user_id = \(user)
        """)
    }
  }

  func delete(_ user: UUID, in organization: UUID) throws {
    try guardingLastOwner {
      try session.query(
        "delete from membership where organization_id = \(organization) and user_id = \(user)")
    }
  }

  private func guardingLastOwner(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      switch error {
      case DatabaseError.constraint(.check, name: "membership_last_owner"): throw OrganizationError.lastOwner
      default: throw error
      }
    }
  }

  private static func json(_ row: Row) throws -> JSON {
    [
      "id": JSON(describing: try row.value("id") as UUID), "name": .string(try row.value("name")),
      "email": .string(try row.value("email")), "role": .string(try row.value("role")),
      "joined_at": JSON(describing: try row.value("created_at") as Instant),
    ]
  }
}
