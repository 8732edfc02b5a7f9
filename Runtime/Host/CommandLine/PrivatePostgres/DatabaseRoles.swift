/// The roles of the bundle and its database.
///
/// The owner makes tables and nothing else; functions connect as roles that own nothing and cannot pass
/// row-level security.
enum DatabaseRoles {
  static let database = "clientnest"

  static let roles = [
    DatabaseRole(parameter: "OwnerDatabaseUrl", name: "clientnest_owner"),
    DatabaseRole(parameter: "DatabaseUrl", name: "clientnest_app"),
    DatabaseRole(parameter: "WorkerDatabaseUrl", name: "clientnest_worker"),
    DatabaseRole(parameter: "IdentityDatabaseUrl", name: "clientnest_identity"),
    DatabaseRole(parameter: "PrivacyDatabaseUrl", name: "clientnest_privacy"),
  ]

  /// Makes what is missing and takes away what is too much; the connection strings by template parameter.
  /// `passwords` are the kept parameters.
  static func create(on cluster: PostgresCluster, passwords: [String: String]) throws -> [String: String] {
    _ = try cluster.query(roles.map(role).joined(separator: "\n"))
    let exists = try cluster.query("select 1 from pg_database where datname = '\(database)'")
    if exists.isEmpty {
      _ = try cluster.query("create database \(database) owner clientnest_owner")
    }
    try setPasswords(passwords, on: cluster)
    _ = try cluster.query(rights, in: database)
    return Dictionary(
      roles.map { role in
        let password = passwords[role.passwordParameter] ?? ""
        return (role.parameter, cluster.uri(role: role.name, password: password, database: database))
      }
    ) { first, _ in first }
  }

  private static func role(_ role: DatabaseRole) -> String {
    """
    do $$ begin
      if not exists (select from pg_roles where rolname = '\(role.name)') then create role \(role.name); end if;
    end $$;
    alter role \(role.name) login nosuperuser nobypassrls noinherit nocreatedb nocreaterole noreplication;
    -- A role may change its own settings, and nothing in PostgreSQL forbids it: what a function that was taken over left
    -- there ends with the next start.
    alter role \(role.name) reset all;
    -- Almost every statement goes by a key: planning it again for its values costs more than it can gain.
    alter role \(role.name) set plan_cache_mode = force_generic_plan;
    """
  }

  /// Only those that are new: the same statement at every start would be a write for nothing.
  private static func setPasswords(_ passwords: [String: String], on cluster: PostgresCluster) throws {
    let known = try cluster.query(
      "select rolname || ' ' || rolpassword from pg_authid where rolpassword is not null"
    )
    .split(separator: "\n").map(String.init)
    let changes = roles.compactMap { role -> String? in
      let verifier = PasswordVerifier.make(passwords[role.passwordParameter] ?? "", of: role.name)
      return known.contains("\(role.name) \(verifier)")
        ? nil : "alter role \(role.name) password '\(verifier)';"
    }
    guard !changes.isEmpty else { return }
    // The server logs statements that fail.
    _ = try cluster.query(
      (["set log_min_error_statement = panic;"] + changes).joined(separator: "\n"))
  }

  /// The schema belongs to whoever owns the database, but by a membership that NOINHERIT does not use. Nobody else makes
  /// anything, and nobody makes temporary tables: they hide those of the schema.
  private static var rights: String {
    let names = roles.map(\.name).joined(separator: ", ")
    let resets = roles.map { "alter role \($0.name) in database \(database) reset all;" }
    return """
      \(resets.joined(separator: "\n"))
      alter database \(database) reset all;
      alter schema public owner to clientnest_owner;
      revoke create on schema public from public;
      revoke all on database \(database) from public, \(names);
      grant connect on database \(database) to \(names);
      -- Large objects are in no table, so that no policy sees them, and they fill the disk.
      revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;
      """
  }
}
