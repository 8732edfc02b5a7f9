internal import Audit
internal import Core
internal import Database
internal import Harness
internal import Identity
internal import TestSupport
internal import Testing

@Suite("Memberships change within the current organization, and an owner stays") struct MembershipTests {
  private let database: TestDatabase
  private let cafe: Tenant
  private let bar: Tenant

  /// The owner of the café is a viewer in the bar.
  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    cafe = try Tenant(in: database)
    bar = try Tenant(in: database)
    try join(bar, cafe.user, as: .viewer)
  }

  private func join(_ tenant: Tenant, _ user: UUID, as role: Role) throws {
    try database.asAdministrator.query(
      """
      insert into membership (organization_id, user_id, role)
      values (\(tenant.organization), \(user), \(role.rawValue))
      """)
  }

  private func roles(in tenant: Tenant) throws -> [String] {
    try database.asAdministrator.query(
      "select role from membership where organization_id = \(tenant.organization) order by role"
    ).map { try $0.value("role") }
  }

  @Test("Who sees their membership in another organization cannot change anything there")
  func otherOrganization() throws {
    let session = database.session(.app, cafe.scope)
    let (user, other) = (cafe.user, bar.organization)
    #expect(try session.query("select from membership where organization_id = \(other)").count == 1)
    #expect(try session.query("select from workspace where organization_id = \(other)").count == 1)
    for statement: SQL in [
      "update membership set role = 'owner' where organization_id = \(other) returning role",
      "delete from membership where organization_id = \(other) and user_id = \(user) returning role",
      "update workspace set name = 'mine' where organization_id = \(other) returning id",
      "update organization set name = 'mine' where id = \(other) returning id",
      "select from workspace where organization_id = \(other) for update",
      "delete from invitation where organization_id = \(other) returning id",
    ] {
      #expect(try session.query(statement).isEmpty)
    }
    for statement: SQL in [
      "insert into workspace (organization_id, id, name) values (\(other), \(UUID.v7()), 'mine')",
      """
      insert into invitation (organization_id, id, email, role, invited_by, expires_at)
      values (\(other), \(UUID.v7()), 'eva@example.com', 'owner', \(user), now() + interval '1 day')
      """,
      "insert into membership (organization_id, user_id, role) values (\(other), \(user), 'owner')",
    ] {
      let error = try #require(throws: DatabaseError.self) { try session.query(statement) }
      guard case .refused(sqlState: "42501", _) = error else {
        Issue.record("\(error)")
        continue
      }
    }
    #expect(try roles(in: bar) == ["owner", "viewer"])
  }

  @Test("A person sees the names of those who are in the current organization, and of nobody else")
  func fellows() throws {
    func seen(_ scope: Scope) throws -> Set<UUID> {
      try Set(
        database.session(.app, scope).query("select id from app_user").map { try $0.value("id") as UUID })
    }
    #expect(try seen(cafe.scope) == [cafe.user])
    #expect(try seen(bar.scope) == [bar.user, cafe.user])
    #expect(try seen(Scope(organization: bar.organization, user: cafe.user)) == [bar.user, cafe.user])
  }

  @Test(
    "Of two owners who demote each other at the same moment, one stays an owner", arguments: [true, false])
  func owners(_ isDemotion: Bool) async throws {
    try join(cafe, bar.user, as: .owner)
    let (cafe, bar, database) = (cafe, bar, database)
    @Sendable func end(_ user: UUID, _ session: Session) throws {
      if isDemotion {
        try session.query(
          "update membership set role = 'viewer' where organization_id = \(cafe.organization) and user_id = \(user)"
        )
      } else {
        try session.query(
          "delete from membership where organization_id = \(cafe.organization) and user_id = \(user)")
      }
    }
    let first = database.session(.app, cafe.scope)
    let second: Task<DatabaseError?, any Error> = try first.transaction {
      try end(bar.user, first)
      let task = Task {
        do {
          try end(cafe.user, database.session(.app, Scope(organization: cafe.organization, user: bar.user)))
          return nil as DatabaseError?
        } catch let error as DatabaseError { return error }
      }
      _ = try wait(for: "the second to wait for the first", upTo: .seconds(20)) {
        try database.asAdministrator.first(
          """
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
          """)
      }
      return task
    }
    #expect(
      try await second.value == .constraint(.check, name: "membership_last_owner"))
    #expect(try roles(in: cafe).filter { $0 == "owner" }.count == 1)
  }

  @Test("With a membership go its live connections, its invitations and the session's choice of it")
  func ended() throws {
    let administrator = database.asAdministrator
    let session = UUID.v7()
    try administrator.query(
      """
      insert into user_session (id, user_id, key, expires_at, organization_id)
      values (\(session), \(cafe.user), '\\x00', now() + interval '1 day', \(bar.organization))
      """)
    try administrator.query(
      """
      insert into live_connection (id, organization_id, user_id, session_id)
      values ('c1', \(bar.organization), \(cafe.user), \(session))
      """)
    try administrator.query(
      """
      insert into invitation (organization_id, id, email, role, invited_by, expires_at)
      values (\(bar.organization), \(UUID.v7()), 'eva@example.com', 'viewer', \(cafe.user), now() + interval '1 day')
      """)
    let owner = Member(user: bar.user, organization: bar.organization, role: .owner)
    let scope = database.session(.app, owner.scope)
    try scope.transaction { try Members(scope, by: owner, from: .job(traceID: nil)).remove(cafe.user) }
    #expect(try administrator.query("select from live_connection").isEmpty)
    #expect(try administrator.query("select from invitation").isEmpty)
    let row = try administrator.only("select organization_id is null as is_null from user_session")
    #expect(try row.value("is_null") == true)
  }

  @Test("A role that was taken away since the request was let in counts no more")
  func demotedMeanwhile() throws {
    try join(cafe, bar.user, as: .admin)
    let admin = Member(user: bar.user, organization: cafe.organization, role: .owner)
    let session = database.session(.app, admin.scope)
    let members = Members(session, by: admin, from: .job(traceID: nil))
    #expect(throws: OrganizationError.ownersOnly) {
      try session.transaction { try members.changeRole(of: cafe.user, to: .viewer) }
    }
    try database.asAdministrator.query(
      "update membership set role = 'viewer' where organization_id = \(cafe.organization) and role = 'admin'")
    #expect(throws: IdentityError.forbidden(.manageMembers)) {
      try session.transaction { try members.remove(cafe.user) }
    }
    #expect(try roles(in: cafe) == ["owner", "viewer"])
  }
}
