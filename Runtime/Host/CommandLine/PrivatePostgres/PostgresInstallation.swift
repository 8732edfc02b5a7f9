internal import Glibc

/// The programs of a PostgreSQL server on this machine.
struct PostgresInstallation {
  /// The directory of `initdb`, `postgres` and `psql`.
  let directory: String

  static let missing = CommandFailure(
    "PostgreSQL 15 or later is not installed",
    remedy: "apt-get install postgresql (make deps does it), or set DATABASE_URL to a server elsewhere.",
    code: .unavailable)

  /// The newest version under Debian's directories, else what `PATH` offers.
  static func find() throws(CommandFailure) -> PostgresInstallation {
    let debian = "/usr/lib/postgresql"
    let versions = LocalFile.entries(of: debian).compactMap { Int($0) }.filter { $0 >= 15 }.sorted(by: >)
    for version in versions {
      let directory = "\(debian)/\(version)/bin"
      if access("\(directory)/initdb", X_OK) == 0 { return PostgresInstallation(directory: directory) }
    }
    guard let initdb = Program.find("initdb"), Program.find("postgres") != nil else { throw missing }
    return PostgresInstallation(directory: String(initdb.dropLast("/initdb".count)))
  }

  func program(_ name: String) -> String { "\(directory)/\(name)" }
}
