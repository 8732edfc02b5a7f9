extension RunningBundle {
  /// All that host, functions, sandbox and database have written to their logs and outputs.
  package func logs() throws -> String {
    let files = try TextFile.names(in: directory + "/logs").map { "\(directory)/logs/\($0)" }
    return try (files + [directory + ".out"]).map { try TextFile.read($0) }.joined()
  }
}
