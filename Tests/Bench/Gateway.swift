internal import Core
internal import Glibc
internal import Harness

/// Requests a second of a hello: through the gateway to a function of ours, of FastAPI's bare hello in the process of
/// its server, and of the same function under AWS's Runtime Interface Emulator, which takes one at a time. The rounds
/// are interleaved, so that all three see the same machine; medians are reported.
enum Gateway {
  private static let rounds = 5
  private static let seconds = 3
  private static let connections = 16

  static func measure() throws {
    let directory = TemporaryDirectory.path("gateway")
    guard mkdir(directory, 0o700) == 0, mkdir(directory + "/logs", 0o700) == 0 else {
      throw Timeout(description: "\(directory) cannot be made")
    }
    defer { try? TemporaryDirectory.remove(directory) }
    var peers: [Peer] = []
    defer { for peer in peers { try? peer.end() } }
    for start in [host, fastAPI, emulator] { peers.append(try start(directory)) }
    for peer in peers { _ = try peer.run(seconds: 1) }
    var runs = peers.map { _ in [Wrk]() }
    for _ in 0..<rounds {
      for (index, peer) in peers.enumerated() { runs[index].append(try peer.run(seconds: seconds)) }
    }
    report(runs[0], runs[1], runs[2])
  }

  private static func report(_ gateway: [Wrk], _ fastAPI: [Wrk], _ emulator: [Wrk]) {
    func median(_ runs: [Wrk], _ value: (Wrk) -> Double) -> Double { percentile(0.5, of: runs.map(value)) }
    let rates = [gateway, fastAPI, emulator].map { median($0, \.requestsPerSecond) }
    bench.report("gateway.requests_per_second", rates[0], "1/s")
    bench.report("gateway.p99_ms", median(gateway, \.p99Milliseconds), "ms")
    bench.report("gateway.fastapi_requests_per_second", rates[1], "1/s")
    bench.report("gateway.fastapi_p99_ms", median(fastAPI, \.p99Milliseconds), "ms")
    bench.report("gateway.rie_requests_per_second", rates[2], "1/s")
    // Of the same round: what disturbs one disturbs its neighbour.
    func ratio(to other: [Wrk]) -> Double {
      percentile(0.5, of: zip(gateway, other).map { $0.requestsPerSecond / $1.requestsPerSecond })
    }
    bench.report("gateway.vs_fastapi", ratio(to: fastAPI), "")
    bench.report("gateway.vs_rie", ratio(to: emulator), "")
  }

  // MARK: Peers

  private struct Peer {
    let process: ChildProcess
    let url: String
    let connections: Int
    let script: String?
    let output: String

    func run(seconds: Int) throws -> Wrk {
      try Wrk(url, connections: connections, seconds: seconds, script: script)
    }

    func end() throws {
      try process.end()
      unlink(output)
    }
  }

  private static func host(_ directory: String) throws -> Peer {
    let port = try freePort()
    return try hello(
      "\(RunningBundle.binaries)/HelloHost", ["\(port)", directory], port: port, output: directory + "/host")
  }

  /// Two workers on two cores, with the fastest event loop and parser it has, and without logging.
  private static func fastAPI(_ directory: String) throws -> Peer {
    let port = try freePort()
    return try hello(
      Python.path,
      [
        "-m", "uvicorn", "--app-dir", "Tests/Bench", "hello:app", "--port", "\(port)", "--workers", "2",
        "--loop",
        "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "critical",
      ], port: port, output: directory + "/fastapi")
  }

  private static func hello(
    _ program: String, _ arguments: [String], port: Int, output: String
  ) throws -> Peer {
    let process = try ChildProcess(program, arguments, output: output)
    let base = "http://127.0.0.1:\(port)"
    _ = try wait(for: "the hello of \(program)", upTo: .seconds(30)) {
      if process.exitStatus() != nil { throw Timeout(description: try TextFile.read(output)) }
      return (try? Client(base).get("/hello"))?.json["message"]?.string == "Hello World" ? true : nil
    }
    return Peer(
      process: process, url: base + "/hello", connections: connections, script: nil, output: output)
  }

  private static func emulator(_ directory: String) throws -> Peer {
    let (port, runtimePort) = (try freePort(), try freePort())
    let output = directory + "/rie"
    let process = try ChildProcess(
      try Self.emulatorPath(),
      [
        "--runtime-interface-emulator-address", "127.0.0.1:\(port)", "--runtime-api-address",
        "127.0.0.1:\(runtimePort)", "--log-level", "fatal", "\(RunningBundle.binaries)/Hello",
      ], output: output)
    let base = "http://127.0.0.1:\(port)"
    let path = "/2015-03-31/functions/function/invocations"
    let event = Array(try TextFile.read("events/ShowStatus.json").utf8)
    _ = try wait(for: "the emulator", upTo: .seconds(30)) {
      if process.exitStatus() != nil { throw Timeout(description: try TextFile.read(output)) }
      return (try? Client(base).call("POST", path, event))?.json["statusCode"]?.integer == 200 ? true : nil
    }
    return Peer(
      process: process, url: base + path, connections: 1, script: "Tests/Bench/invoke.lua", output: output)
  }

  /// It is part of SAM's command line, one for each architecture.
  private static func emulatorPath() throws -> String {
    let libraries = ".venv/lib"
    let architecture =
      try ChildProcess.run("/bin/uname", ["-m"]).output.hasPrefix("x86_64") ? "x86_64" : "arm64"
    for version in try TextFile.names(in: libraries) {
      let path = "\(libraries)/\(version)/site-packages/samcli/local/rapid/aws-lambda-rie-\(architecture)"
      if access(path, X_OK) == 0 { return path }
    }
    throw Timeout(description: "AWS's Runtime Interface Emulator is missing: run `make .venv/ready`")
  }
}
