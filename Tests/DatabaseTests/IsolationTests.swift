internal import Core
internal import Database
internal import Migrations
internal import TestSupport
internal import Testing

@Suite("A tenant sees its own rows and nobody else's") struct IsolationTests {
  private let database: TestDatabase

  init() throws { database = try PostgresServer.shared().makeDatabase() }

  @Test(
    "The roles of functions own nothing and cannot pass row-level security",
    arguments: ["app", "worker", "identity"])
  func roles(_ role: String) throws {
    let row = try database.asAdministrator.only(
      """
      select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as is_mighty,
        (select count(*) from pg_class where relowner = r.oid) as owned,
        has_schema_privilege(r.rolname, 'public', 'create') as may_create
      from pg_roles r where rolname = 'clientnest_' || \(role)
      """)
    #expect(try row.value("is_mighty") == false)
    #expect(try row.value("owned") == 0)
    #expect(try row.value("may_create") == false)
  }

  @Test("Of two organizations' rows, each sees its own in every table")
  func rows() throws {
    let first = try Tenant(in: database)
    let second = try Tenant(in: database)
    _ = try first.insertDelivery(state: "scheduled")
    _ = try second.insertDelivery(state: "scheduled")
    let tables = try database.asAdministrator.query(
      """
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and has_table_privilege('clientnest_app', c.oid, 'select')
      """
    ).map { try $0.value("relname") as String }
    #expect(tables.count >= 9)
    for tenant in [first, second] {
      let session = database.session(.app, tenant.scope)
      var seen = 0
      for table in tables {
        // The name comes from the catalogue.
        let count = "select count(*) as all_rows, count(*) filter (where organization_id = "
        let row = try session.only(
          SQL(stringLiteral: "\(count)'\(tenant.organization)') as own from \(table)"))
        let own: Int = try row.value("own")
        #expect(try row.value("all_rows") == own, "\(table)")
        seen += own
      }
      // Membership, workspace, account, post, delivery.
      #expect(seen >= 5)
    }
  }

  @Test("A row of another tenant cannot be changed, removed or made")
  func writes() throws {
    let mine = try Tenant(in: database)
    let other = try Tenant(in: database)
    let foreign = try other.insertDelivery(state: "scheduled")
    let session = database.session(.app, mine.scope)
    #expect(
      try session.query("update delivery set state = 'cancelled' where id = \(foreign) returning id").isEmpty)
    #expect(try session.query("delete from delivery where id = \(foreign) returning id").isEmpty)
    let error = try #require(throws: DatabaseError.self) {
      try session.query(
        """
        insert into post (organization_id, id, workspace_id, author_id, content)
        values (\(other.organization), \(UUID.v7()), \(other.workspace), \(other.user), '{}')
        """)
    }
    #expect(
      error
        == .refused(
          sqlState: "42501", message: "new row violates row-level security policy for table \"post\""))
    #expect(throws: DatabaseError.constraint(.foreignKey, name: "post_organization_id_workspace_id_fkey")) {
      try session.query(
        """
        insert into post (organization_id, id, workspace_id, author_id, content)
        values (\(mine.organization), \(UUID.v7()), \(other.workspace), \(mine.user), '{}')
        """)
    }
  }

  @Test("A connection that never set a tenant is refused, not shown nothing")
  func withoutSettings() throws {
    _ = try Tenant(in: database)
    let session = database.session(.app)
    #expect(throws: DatabaseError.self) {
      // The simple protocol sends no settings.
      try session.script("select count(*) from post")
    }
  }

  @Test(
    "Secrets of people are out of reach of those who serve tenants",
    arguments: [("app_user", "password_hash"), ("second_factor", "secret")])
  func passwords(_ table: String, _ column: String) throws {
    let row = try database.asAdministrator.only(
      """
      select has_column_privilege('clientnest_app', \(table), \(column), 'select') as app,
        has_table_privilege('clientnest_worker', 'app_user', 'select') as worker,
        has_table_privilege('clientnest_app', 'user_session', 'select') as sessions
      """)
    #expect(try row.value("app") == false)
    #expect(try row.value("worker") == false)
    #expect(try row.value("sessions") == false)
  }

  @Test("Migrations are applied once, by whoever comes first")
  func migrations() throws {
    let empty = try PostgresServer.shared().makeEmptyDatabase()
    #expect(try Migrations(empty.session(.owner)).apply().first == "0001_identity")
    #expect(try Migrations(empty.session(.owner)).apply().isEmpty)
  }
}
