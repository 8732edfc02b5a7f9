internal import Glibc

/// The simulated platforms by themselves, with their default application keys, for as long as a test needs them.
package final class RunningSandbox {
  package let url: String
  private let process: ChildProcess
  private let directory: String

  package init(_ arguments: [String] = []) throws {
    directory = TemporaryDirectory.path("sandbox")
    mkdir(directory, 0o700)
    let portFile = directory + "/port"
    let child = try ChildProcess(
      RunningBundle.binaries + "/sandbox", ["--port-file", portFile] + arguments,
      output: directory + "/output")
    process = child
    let port = try wait(for: "port of the sandbox", upTo: .seconds(20)) { () -> String? in
      guard access(portFile, R_OK) == 0 else { return nil }
      return try TextFile.read(portFile).split(separator: "\n").first.map(String.init)
    }
    url = "http://127.0.0.1:\(port)"
  }

  /// Runs `body` with a sandbox of its own, and ends it.
  package static func with(_ arguments: [String] = [], _ body: (RunningSandbox) throws -> Void) throws {
    let sandbox = try RunningSandbox(arguments)
    defer { try? sandbox.dispose() }
    try body(sandbox)
  }

  package func dispose() throws {
    try process.end()
    try TemporaryDirectory.remove(directory)
  }
}
