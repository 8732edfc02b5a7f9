internal import Glibc

extension RunningBundle {
  /// The program that speaks to PostgreSQL.
  package static func psql() throws -> String {
    let programs = try TextFile.names(in: "/usr/lib/postgresql").map { "/usr/lib/postgresql/\($0)/bin/psql" }
    guard let program = programs.last(where: { access($0, X_OK) == 0 }) else {
      throw Timeout(description: "psql is not installed below /usr/lib/postgresql")
    }
    return program
  }

  /// The data directory of the bundle's own PostgreSQL.
  package func databaseDirectory() throws -> String {
    let lines = try TextFile.read(output).split(separator: "\n")
    guard let line = lines.last(where: { $0.hasPrefix("database: ") }) else {
      throw Timeout(description: "\(output) does not say where the database is")
    }
    return String(line.dropFirst("database: ".count))
  }

  /// The directory of its socket, which lies beside the data.
  package func databaseSocket() throws -> String {
    let parts = try databaseDirectory().split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/") + "/socket"
  }

  /// Runs a statement as the administrator of the bundle's own PostgreSQL, for what a test cannot wait for, and returns
  /// its rows as psql prints them.
  @discardableResult
  package func sql(_ statement: String) throws -> String {
    let result = try ChildProcess.run(
      Self.psql(),
      [
        "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", databaseSocket(), "-U", "clientnest_admin", "-d",
        "clientnest", "-c", statement,
      ])
    guard result.status == 0 else { throw Timeout(description: result.output) }
    return result.output.split(separator: "\n").joined(separator: "\n")
  }
}
