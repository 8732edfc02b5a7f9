internal import Core
package import Database
internal import Glibc
internal import Harness
internal import Migrations
internal import Synchronization

/// A PostgreSQL server of the test process alone, with the schema that the real migrations make.
///
/// It lies in a directory for temporary files and is reached by a socket only. A guardian process ends it and
/// removes the directory when this process ends, in whatever way.
package final class PostgresServer: Sendable {
  /// The server, started by the first test that asks. That it cannot be started fails every test that needs it.
  package static func shared() throws -> PostgresServer { try start.get() }

  private static let start = Result { try PostgresServer() }
  private static let administrator = "test_admin"
  /// Migrated once; every test's database is a copy of it.
  private static let template = "clientnest_template"

  private let directory: String
  private let databases = Atomic(0)

  private init() throws {
    directory = TemporaryDirectory.path("postgres")
    let guardian = try Self.guardian(of: directory)
    // Never closed by us: its other end is what tells the guardian that this process is gone.
    guard let pipe = popen(guardian, "we") else { throw Timeout(description: "sh cannot be started") }
    _ = pipe
    let administration = Database(url: url("postgres", Self.administrator)).session(
      .none, until: .now() + .seconds(60))
    _ = try Harness.wait(
      for: "PostgreSQL, see \(directory)/log", upTo: .seconds(60), every: .milliseconds(100)
    ) {
      try? administration.query("select 1").count
    }
    for role in Role.allCases {
      try administration.script(
        "create role \(role.name) login nosuperuser nobypassrls noinherit nocreatedb nocreaterole")
    }
    try administration.script("create database \(Self.template) owner \(Role.owner.name)")
    try Database(url: url(Self.template, Self.administrator)).session(.none, until: .now() + .seconds(60))
      .script("alter schema public owner to \(Role.owner.name)")
    _ = try Migrations(
      Database(url: url(Self.template, Role.owner.name)).session(.none, until: .now() + .seconds(60))
    ).apply()
  }

  /// The roles that functions connect as, and the one that owns the schema.
  package enum Role: String, CaseIterable, Sendable {
    case owner, app, worker, identity, privacy

    package var name: String { "clientnest_\(rawValue)" }
  }

  /// A new database with the whole schema and no rows.
  package func makeDatabase() throws -> TestDatabase {
    let name = "test_\(databases.wrappingAdd(1, ordering: .relaxed).newValue)"
    try administrate("create database \(name) template \(Self.template) owner \(Role.owner.name)")
    // Rights to a database do not come along with its template; `Migrations` takes these away.
    try administrate("revoke temporary, create on database \(name) from public, \(Role.owner.name)")
    return TestDatabase(self, name: name)
  }

  /// A database without any schema, as before the first migration.
  package func makeEmptyDatabase() throws -> TestDatabase {
    let name = "test_\(databases.wrappingAdd(1, ordering: .relaxed).newValue)"
    try administrate("create database \(name) owner \(Role.owner.name)")
    let database = TestDatabase(self, name: name)
    try database.asAdministrator.script("alter schema public owner to \(Role.owner.name)")
    return database
  }

  func url(_ database: String, _ role: String) -> String {
    "postgresql://\(role)@/\(database)?host=\(directory)"
  }

  func administratorURL(_ database: String) -> String { url(database, Self.administrator) }

  private func administrate(_ statement: String) throws {
    try Database(url: administratorURL("postgres")).session(.none, until: .now() + .seconds(60)).script(
      statement)
  }

  /// A script that makes and runs the server until its standard input ends.
  private static func guardian(of directory: String) throws -> String {
    let installations = try TextFile.names(in: "/usr/lib/postgresql").sorted {
      (Int($0) ?? 0) > (Int($1) ?? 0)
    }
    let programs = installations.map { "/usr/lib/postgresql/\($0)/bin" }.first {
      access("\($0)/initdb", X_OK) == 0
    }
    guard let programs else {
      throw Timeout(description: "PostgreSQL is not installed below /usr/lib/postgresql")
    }
    // The server refuses to run as root.
    let asOwner = geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --init-groups" : ""
    let settings = [
      "listen_addresses=", "unix_socket_directories=\(directory)", "fsync=off", "max_connections=200",
      "jit=off",
      "shared_buffers=32MB", "timezone=UTC", "autovacuum=off",
    ]
    return """
      mkdir -m 700 \(directory)
      [ -z "\(asOwner)" ] || chown postgres: \(directory)
      exec >\(directory)/log 2>&1
      cd \(directory)
      \(asOwner) \(programs)/initdb -D data -U \(administrator) -A trust -E UTF8 --locale=C.UTF-8 --no-sync
      \(asOwner) \(programs)/postgres -D data \(settings.map { "-c \($0)" }.joined(separator: " ")) </dev/null &
      cat
      kill -QUIT $!
      wait
      rm -rf \(directory)
      """
  }
}

/// A database of one test.
package struct TestDatabase: Sendable {
  private let server: PostgresServer
  package let name: String

  init(_ server: PostgresServer, name: String) {
    self.server = server
    self.name = name
  }

  /// A connection string of a role.
  package func url(_ role: PostgresServer.Role) -> String { server.url(name, role.name) }

  /// A session on a connection of its own.
  package func session(
    _ role: PostgresServer.Role, _ scope: Scope = .none, for time: Duration = .seconds(30)
  ) -> Session {
    Database(url: url(role)).session(scope, until: .now() + time)
  }

  /// Sees and may do everything, past row-level security: for setting the scene and for looking at it.
  package var asAdministrator: Session {
    Database(url: server.administratorURL(name)).session(.none, until: .now() + .seconds(30))
  }
}
