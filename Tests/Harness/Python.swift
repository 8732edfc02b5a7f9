internal import Glibc

/// The Python that `make .venv/ready` makes from `.ci/requirements.txt`: other people's clients, servers and tools.
package enum Python {
  package static let path = ".venv/bin/python3"

  /// Runs a script of the checkout to its end.
  package static func run(
    _ script: String, _ arguments: [String], upTo limit: Duration = .seconds(60)
  ) throws -> (status: Int32, output: String) {
    guard access(path, X_OK) == 0 else {
      throw Timeout(description: "\(path) is missing: run `make .venv/ready`")
    }
    return try ChildProcess.run(path, ["-W", "ignore", script] + arguments, upTo: limit)
  }
}
