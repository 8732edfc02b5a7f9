extension RunningBundle {
  /// Runs a statement in the private database as its administrator, for what no client can see or bring about; what it
  /// prints, a row per line.
  @discardableResult
  package func sql(_ statement: String) throws -> String {
    let result = try ChildProcess.run(
      "/usr/bin/env",
      [
        "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", directory + "/socket", "-U", "clientnest_admin", "-d",
        "clientnest", "-c", statement,
      ])
    guard result.status == 0 else { throw Timeout(description: "\(statement): \(result.output)") }
    return result.output.split(separator: "\n").joined(separator: "\n")
  }

  /// All that host, functions, sandbox and database have written to their logs and outputs.
  package func logs() throws -> String {
    let files = try TextFile.names(in: directory + "/logs").map { "\(directory)/logs/\($0)" }
    return try (files + [directory + ".out"]).map { try TextFile.read($0) }.joined()
  }
}
