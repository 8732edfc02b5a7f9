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
    let result = try ChildProcess.run(Self.psql(), arguments(statement))
    guard result.status == 0 else { throw Timeout(description: result.output) }
    return result.output.split(separator: "\n").joined(separator: "\n")
  }

  private func arguments(_ statements: String...) throws -> [String] {
    let connection = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-h", try databaseSocket(), "-U", "clientnest_admin"]
    return connection + ["-d", "clientnest"] + statements.flatMap { ["-c", $0] }
  }

  /// Runs a statement in a transaction that stays open, with the locks that it takes, until it is released.
  package func holdLock(_ statement: String) throws -> HeldLock {
    let name = "held-\(UInt64.random(in: 0 ... .max))"
    let output = TemporaryDirectory.path("lock")
    let process = try ChildProcess(
      Self.psql(),
      try arguments("set application_name = '\(name)'", "begin", statement, "select pg_sleep(600)"),
      output: output)
    _ = try wait(for: "the lock", upTo: .seconds(20)) { () -> Bool? in
      guard process.exitStatus() == nil else { throw Timeout(description: try TextFile.read(output)) }
      let state = try sql(
        "select 1 from pg_stat_activity where application_name = '\(name)' and query like '%pg_sleep%'")
      return state == "1" ? true : nil
    }
    return HeldLock(self, name, process, output: output)
  }
}

/// The locks of a transaction that a test keeps open.
package final class HeldLock: Sendable {
  private let bundle: RunningBundle
  private let name: String
  private let process: ChildProcess
  private let output: String

  init(_ bundle: RunningBundle, _ name: String, _ process: ChildProcess, output: String) {
    (self.bundle, self.name, self.process, self.output) = (bundle, name, process, output)
  }

  deinit {
    try? process.end(SIGKILL)
    unlink(output)
  }

  package func release() throws {
    try bundle.sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = '\(name)'")
    _ = try wait(for: "end of the transaction", upTo: .seconds(20)) { process.exitStatus() }
  }
}
