package import Core
internal import Glibc
package import Harness
package import Signature

/// The object store as a process of its own, over a directory that outlives it.
package final class ObjectServer {
  package static let keys = SignatureV4.Credentials(
    accessKey: "local", secretKey: "secret", sessionToken: nil)

  package let directory: String
  package let port: Int
  package private(set) var process: ChildProcess

  private init(in directory: String) throws {
    guard mkdir(directory, 0o700) == 0 else { throw Timeout(description: "\(directory) cannot be made") }
    self.directory = directory
    port = try freePort()
    process = try Self.start(directory, port)
    try waitUntilReady()
  }

  /// Runs the body with a new store, and removes both afterwards.
  package static func with(_ body: (ObjectServer) throws -> Void) throws {
    let directory = TemporaryDirectory.path("objects")
    let result = Result {
      let server = try ObjectServer(in: directory)
      defer { try? server.process.end(SIGKILL) }
      try body(server)
    }
    try TemporaryDirectory.remove(directory)
    try result.get()
  }

  private static func start(_ directory: String, _ port: Int) throws -> ChildProcess {
    try ChildProcess(
      "\(RunningBundle.binaries)/ServeObjects", [directory, String(port)], output: directory + "/output")
  }

  private func waitUntilReady() throws {
    _ = try wait(for: "object store", upTo: .seconds(20)) { try? client.get("/").status }
  }

  /// Ends it at once and starts it again on the same directory and port.
  package func killAndRestart() throws {
    try process.end(SIGKILL)
    process = try Self.start(directory, port)
    try waitUntilReady()
  }

  package var url: String { "http://127.0.0.1:\(port)" }
  package var client: Client { Client(url) }

  /// The path and query of an address that anybody may use for a minute.
  package func presigned(_ method: String, _ key: String, at time: Instant = .now(), expires: Int = 60)
    -> String
  {
    let path = "/media/" + PercentEncoding.encode(key, keeping: "/")
    let query = SignatureV4(Self.keys, region: "local", service: "s3").presignedQuery(
      method: method, path: path, headers: [("host", "127.0.0.1:\(port)")], expires: expires, at: time)
    return "\(path)?\(query)"
  }

  package func put(_ key: String, _ body: [UInt8]) throws -> Client.Answer {
    try client.call("PUT", presigned("PUT", key), body, headers: ["Content-Type": "text/plain"])
  }

  package func get(_ key: String) throws -> Client.Answer { try client.get(presigned("GET", key)) }

  /// The files that hold bytes of objects.
  package func files() throws -> Int {
    try TextFile.names(in: directory + "/objects").reduce(0) {
      $0 + (try TextFile.names(in: "\(directory)/objects/\($1)").count)
    }
  }

  /// The most memory that the process has had, in KiB.
  package func peakMemory() throws -> Int {
    guard let peak = ProcessStatus.kibibytes("VmHWM", of: process.identifier) else {
      throw Timeout(description: "the object store has ended")
    }
    return peak
  }
}
