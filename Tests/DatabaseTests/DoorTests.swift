internal import Core
internal import Database
internal import Migrations
internal import TestSupport
internal import Testing

@Suite("No role comes to rights that are not its own", .serialized) struct DoorTests {
  /// How each function with its owner's rights is called: a new one has to be tried here, too.
  private static let calls: [String: String] = [
    "is_published_by_another": "select is_published_by_another('x', '1', '2', gen_random_uuid())",
    "is_identity_in_use": "select is_identity_in_use('x', array['1'], gen_random_uuid())",
    "hold_session": "select hold_session(gen_random_uuid())",
    "tell_of_rights": "select tell_of_rights(null)",
    "find_api_key": "select * from find_api_key('nobody', '203.0.113.7')",
    "record_event":
      "select record_event(gen_random_uuid(), gen_random_uuid(), 'session.began', null, null, null, '{}')",
  ]

  private let database: TestDatabase

  init() throws { database = try PostgresServer.shared().makeDatabase() }

  @Test("Functions, grants, attributes and memberships leave nothing open")
  func rules() throws {
    #expect(try Doors(database.asAdministrator).problems() == [])
    #expect(try Doors(database.asAdministrator).definers().count == Self.calls.count)
  }

  @Test("Migrating takes away the right to temporary tables, again and again")
  func temporaryTables() throws {
    let database = try PostgresServer.shared().makeEmptyDatabase()
    _ = try Migrations(database.session(.owner, for: .seconds(60))).apply()
    #expect(try Doors(database.asAdministrator).problems() == [])
    try database.asAdministrator.script("grant temporary on database \(database.name) to public")
    _ = try Migrations(database.session(.owner)).apply()
    #expect(try Doors(database.asAdministrator).problems() == [])
    for role in PostgresServer.Role.allCases {
      let error = try #require(throws: DatabaseError.self) {
        try database.session(role).script("create temporary table event_stream (stream_id uuid)")
      }
      guard case .refused(sqlState: "42501", _) = error else { throw error }
    }
  }

  @Test(
    "What is open is found",
    arguments: [
      (
        "create function bad() returns int language sql security definer set search_path = pg_catalog, public as 'select 1'",
        "bad: finds tables by its caller"
      ),
      (
        "create function bad() returns trigger language plpgsql as 'begin return null; end'",
        "bad: finds tables"
      ),
      (
        """
        create function bad() returns bigint language sql security definer set search_path = pg_catalog, public, pg_temp
          as 'select count(*) from public.post p join membership on true'
        """, "bad: membership: names a table"
      ),
      (
        """
        create function bad() returns int language plpgsql security definer
          set search_path = pg_catalog, public, pg_temp as 'declare head event; begin return 1; end'
        """, "bad: event: names a table"
      ),
      (
        """
        create function bad() returns int language sql security definer set search_path = pg_catalog, public, pg_temp
          as 'select 1'
        """, "bad: has its owner's rights, and everybody"
      ),
      ("create function bad() returns int language sql as 'select 1'", "bad: is not the owner's"),
      ("create schema bad", "bad: is not the owner's"),
      ("create extension bloom", "bloom: is not the owner's"),
      ("grant select on post to public", "post: SELECT: a right of everybody's"),
      ("grant select on post to clientnest_app with grant option", "post: SELECT: a right of everybody's"),
      ("grant update (state) on post to public", "post.state: a right of everybody's"),
      (
        "alter default privileges for role clientnest_owner grant select on tables to clientnest_app",
        "default privileges of clientnest_owner"
      ),
      ("grant create on schema public to clientnest_app", "clientnest_app in public: may make"),
      ("grant create on schema public to public", "clientnest_app in public: may make"),
    ])
  func red(_ change: String, _ problem: String) throws {
    try database.asAdministrator.script(change)
    let problems = try Doors(database.asAdministrator).problems()
    #expect(problems.contains { $0.hasPrefix(problem) }, "\(problems)")
  }

  @Test(
    "Rights of roles in the database and in other roles are found",
    arguments: [
      ("grant temporary on database DATABASE to clientnest_app", "clientnest_app in the database: may make"),
      ("grant temporary on database DATABASE to public", "public in test_"),
      ("grant pg_execute_server_program to clientnest_app", "clientnest_app of pg_execute_server_program"),
      ("alter role clientnest_app createrole", "clientnest_app: a role that may more"),
    ])
  func redRoles(_ change: String, _ problem: String) throws {
    let back = [
      "revoke pg_execute_server_program from clientnest_app", "alter role clientnest_app nocreaterole",
    ]
    try database.asAdministrator.script(change.replacing("DATABASE", with: database.name))
    let problems = Result { try Doors(database.asAdministrator).problems() }
    for statement in back { try database.asAdministrator.script(statement) }
    #expect(try problems.get().contains { $0.hasPrefix(problem) }, "\(problems)")
  }

  /// Of the kind in the comment of `0023_doors.sql`.
  @Test("Temporary tables of the names of the schema bend no function with its owner's rights")
  func temporaryNames() throws {
    let definers = try Doors(database.asAdministrator).definers()
    #expect(Set(definers) == Set(Self.calls.keys))
    var count = 0
    for (name, call) in Self.calls {
      for role in PostgresServer.Role.allCases where try Attack.mayCall(name, role, in: database) {
        #expect(try Attack(role, in: database).run(call) == "nobody", "\(name) by \(role.name)")
        count += 1
      }
    }
    #expect(count >= 6)
  }

  @Test("The same tables bend a function that looks at them first")
  func openFunction() throws {
    try database.asAdministrator.script(
      """
      create function bad() returns bigint language sql security definer set search_path = pg_catalog, public
        as 'select count(*) from event';
      alter function bad owner to clientnest_owner
      """)
    #expect(try Attack(.app, in: database).run("select bad()") == "clientnest_owner")
  }
}
