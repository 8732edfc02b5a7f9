internal import Glibc

extension RunningBundle {
  /// Runs a statement as the administrator of the bundle's own PostgreSQL, for what a test cannot wait for, and returns
  /// its rows as psql prints them.
  @discardableResult
  package func sql(_ statement: String) throws -> String {
    let programs = try TextFile.names(in: "/usr/lib/postgresql").map { "/usr/lib/postgresql/\($0)/bin/psql" }
    guard let program = programs.last(where: { access($0, X_OK) == 0 }) else {
      throw Timeout(description: "psql is not installed below /usr/lib/postgresql")
    }
    let lines = try TextFile.read(output).split(separator: "\n")
    guard let line = lines.last(where: { $0.hasPrefix("database: ") }) else {
      throw Timeout(description: "\(output) does not say where the database is")
    }
    // The socket lies beside the data.
    let socket = line.dropFirst("database: ".count).split(separator: "/").dropLast().joined(separator: "/")
    let result = try ChildProcess.run(
      program,
      [
        "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", "/\(socket)/socket", "-U", "clientnest_admin", "-d",
        "clientnest", "-c", statement,
      ])
    guard result.status == 0 else { throw Timeout(description: result.output) }
    return result.output
  }
}
