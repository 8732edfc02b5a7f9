internal import Core
internal import Database
internal import TestSupport
internal import Testing

/// Of the kind in the comment of `0023_doors.sql`, where nobody calls the function: the statement of a role fires it.
@Suite("Temporary tables of the names of the schema bend no trigger with its owner's rights", .serialized)
struct TriggerDoorTests {
  /// How a role fires a trigger, in a tenant whose person has a session, a factor and a live connection.
  private struct Shot {
    let role: PostgresServer.Role
    /// Touches one row, and returns it.
    let statement: String
    /// Counts what the trigger did: without it, nothing would have been tried.
    let proof: String
  }

  private static let rightsToldOf = "select count(*) from outbox where dedup_key like 'rights:%'"
  /// A new one has to be tried here, too.
  private static let shots: [String: Shot] = [
    "tell_of_ended_session": Shot(
      role: .identity,
      statement: "update public.user_session set revoked_at = clock_timestamp() where user_id = 'USER'",
      proof: rightsToldOf),
    "tell_of_demand": Shot(
      role: .app,
      statement: "update public.organization set requires_second_factor = true where id = 'TENANT'",
      proof: rightsToldOf),
    "tell_of_lost_factor": Shot(
      role: .identity,
      statement: "delete from public.second_factor where user_id = 'USER' and confirmed_at is not null",
      proof: rightsToldOf),
    "tell_of_lost_connection": Shot(
      role: .privacy, statement: "delete from public.live_connection where user_id = 'USER'",
      proof: "select count(*) from outbox where dedup_key like 'close:%'"),
    "count_media": Shot(
      role: .app,
      statement: """
        insert into public.media (organization_id, id, workspace_id, user_id, file_name, declared_type, bytes)
        values ('TENANT', gen_random_uuid(), 'WORKSPACE', 'USER', 'a.png', 'image/png', 5)
        """,
      proof: "select count(*) from media_usage where organization_id = 'TENANT' and reserved = 5"),
    "end_what_was_begun": Shot(
      role: .identity, statement: "update public.app_user set password_hash = 'another' where id = 'USER'",
      proof: """
        select count(*) from app_user where id = 'USER' and not exists (
          select from second_factor where user_id = 'USER' and confirmed_at is null)
        """),
  ]

  private let database: TestDatabase
  private let tenant: Tenant

  init() throws {
    database = try PostgresServer.shared().makeDatabase()
    tenant = try Tenant(in: database)
    try database.asAdministrator.script(
      filled(
        """
        insert into user_session (id, user_id, key, expires_at)
          values ('SESSION', 'USER', 'key', clock_timestamp() + interval '1 day');
        insert into second_factor (id, user_id, name, secret, confirmed_at) values
          (gen_random_uuid(), 'USER', 'phone', 'secret', clock_timestamp()),
          (gen_random_uuid(), 'USER', 'begun', 'secret', null);
        insert into live_connection (id, organization_id, user_id, session_id)
          values ('live', 'TENANT', 'USER', 'SESSION');
        delete from outbox
        """))
  }

  private let sessionID = UUID.v7()

  private func filled(_ statement: String) -> String {
    [
      ("TENANT", tenant.organization), ("USER", tenant.user), ("WORKSPACE", tenant.workspace),
      ("SESSION", sessionID),
    ].reduce(statement) { $0.replacing($1.0, with: $1.1.description) }
  }

  /// As whom anything of the attacker's ran.
  private func fire(_ shot: Shot) throws -> String {
    let attack = try Attack(shot.role, in: database, tenant.scope)
    let touched = try attack.session.query(SQL(stringLiteral: filled(shot.statement) + " returning 1 as one"))
    #expect(touched.count == 1, "\(shot.statement)")
    return try attack.run("select 1")
  }

  private func count(_ statement: String) throws -> Int {
    try database.asAdministrator.only(SQL(stringLiteral: filled(statement))).value("count")
  }

  @Test(
    "Each is fired, does what it is for, and runs nothing of whoever fires it", arguments: shots.keys.sorted()
  )
  func triggers(_ name: String) throws {
    let shot = try #require(Self.shots[name])
    #expect(try count(shot.proof) == 0)
    #expect(try fire(shot) == "nobody")
    #expect(try count(shot.proof) == 1)
  }

  @Test("None is left out") func complete() throws {
    #expect(try Set(Doors(database.asAdministrator).definingTriggers()) == Set(Self.shots.keys))
  }

  @Test("The same tables bend a trigger that looks at them first")
  func openTrigger() throws {
    try database.asAdministrator.script(
      """
      create function bad() returns trigger language plpgsql security definer set search_path = pg_catalog, public
        as 'begin perform count(*) from event; return null; end';
      alter function bad owner to clientnest_owner;
      create trigger bad after update on user_session for each row execute function bad()
      """)
    let shot = try #require(Self.shots["tell_of_ended_session"])
    #expect(try fire(shot) == "clientnest_owner")
  }
}
