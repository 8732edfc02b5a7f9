/// The roles of the bundle and its database.
///
/// The owner makes tables and nothing else; functions connect as roles that own nothing and cannot pass
/// row-level security.
enum DatabaseRoles {
  static let database = "clientnest"

  /// By template parameter.
  static let roles: [(parameter: String, role: String)] = [
    ("OwnerDatabaseUrl", "clientnest_owner"), ("DatabaseUrl", "clientnest_app"),
    ("WorkerDatabaseUrl", "clientnest_worker"), ("IdentityDatabaseUrl", "clientnest_identity"),
    ("PrivacyDatabaseUrl", "clientnest_privacy"),
  ]

  /// Makes what is missing; the connection strings by template parameter.
  static func create(on cluster: PostgresCluster) throws -> [String: String] {
    let statements = roles.map { _, role in
      """
      do $$ begin
        if not exists (select from pg_roles where rolname = '\(role)') then
          create role \(role) login nosuperuser nobypassrls noinherit nocreatedb nocreaterole;
        end if;
      end $$;
      -- Almost every statement goes by a key: planning it again for its values costs more than it can gain.
      alter role \(role) set plan_cache_mode = force_generic_plan;
      """
    }
    _ = try cluster.query(statements.joined(separator: "\n"))
    let exists = try cluster.query("select 1 from pg_database where datname = '\(database)'")
    if exists.isEmpty {
      _ = try cluster.query("create database \(database) owner clientnest_owner")
    }
    // The schema belongs to whoever owns the database, but by a membership that NOINHERIT does not use.
    _ = try cluster.query("alter schema public owner to clientnest_owner", in: database)
    return Dictionary(
      roles.map { ($0.parameter, cluster.uri(role: $0.role, database: database)) }
    ) { first, _ in first }
  }
}
