internal import Database
internal import TestSupport

/// Temporary tables of a role with all names of the schema, whose triggers and policies note as whom they run.
struct Attack {
  let session: Session

  init(_ role: PostgresServer.Role, in database: TestDatabase, _ scope: Scope = .none) throws {
    let administrator = database.asAdministrator
    try administrator.script("grant temporary on database \(database.name) to \(role.name)")
    let tables = try administrator.query(
      """
      select c.relname::text as name, string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', '
        order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') group by c.relname
      """)
    session = database.session(role, scope, for: .seconds(60))
    try session.script(
      """
      create function pg_temp.evil() returns boolean language plpgsql as
        $$ begin perform set_config('evil.ran_as', current_user, false); return true; end $$;
      create function pg_temp.evil_trigger() returns trigger language plpgsql as
        $$ begin perform set_config('evil.ran_as', current_user, false); return new; end $$;
      select set_config('evil.ran_as', 'nobody', false);
      """)
    for table in tables {
      let (name, columns) = (try table.value("name") as String, try table.value("columns") as String)
      try session.script(Self.table(name, columns))
    }
  }

  /// As whom anything of ours ran; `nobody` when nothing did.
  func run(_ call: String) throws -> String {
    try session.script(call)
    return try session.only("select current_setting('evil.ran_as') as who").value("who")
  }

  static func mayCall(
    _ function: String, _ role: PostgresServer.Role, in database: TestDatabase
  ) throws -> Bool {
    try database.asAdministrator.only(
      """
      select bool_or(has_function_privilege(\(role.name), oid, 'execute')) as may from pg_proc
      where proname = \(function)
      """
    ).value("may")
  }

  private static func table(_ name: String, _ columns: String) -> String {
    """
    create temporary table \(name) (\(columns));
    insert into pg_temp.\(name) default values;
    create trigger evil before insert or update or delete on pg_temp.\(name)
      for each row execute function pg_temp.evil_trigger();
    alter table pg_temp.\(name) enable row level security;
    create policy evil on pg_temp.\(name) using (pg_temp.evil()) with check (pg_temp.evil());
    grant all on pg_temp.\(name) to public;
    """
  }
}
