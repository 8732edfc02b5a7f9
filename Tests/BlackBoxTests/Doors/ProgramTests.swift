internal import Glibc
internal import Harness
internal import Testing

@Suite("Programs tell what they do, and leave nothing behind") struct ProgramTests {
  private static let programs = [
    "HelloHost", "ServeObjects", "bench", "clientnest", "durability", "faults", "floor", "fuzz",
    "runtimeserver",
    "sandbox", "CreatePost", "PublishDelivery", "NaivePublishDelivery", "Hello",
  ]

  @Test("--help is answered, at once and with 0", arguments: programs) func help(_ program: String) throws {
    let result = try ChildProcess.run(
      "\(RunningBundle.binaries)/\(program)", ["--help"], upTo: .seconds(10))
    #expect(result.status == 0 && result.output.count > 60, "\(result.status): \(result.output)")
  }

  @Test("What is not known is wrong usage, and starts nothing", arguments: programs)
  func unknown(_ program: String) throws {
    let result = try ChildProcess.run(
      "\(RunningBundle.binaries)/\(program)", ["--nonsense"], upTo: .seconds(10))
    #expect(result.status == 64, "\(result.status): \(result.output)")
  }

  @Test("Interrupted, a test program ends host and database too", arguments: [SIGINT, SIGTERM])
  func interrupted(signal: Int32) throws {
    let output = TemporaryDirectory.path("faults")
    defer { unlink(output) }
    let program = try ChildProcess(
      "\(RunningBundle.binaries)/faults", ["--deliveries", "40"], output: output)
    defer { try? program.end(SIGKILL) }
    // Posts are being made: the whole bundle runs.
    let started = try wait(for: "its functions", upTo: .seconds(120)) {
      let started = try descendants(of: program.identifier)
      return started.contains { $0.name == "CreatePost" } ? started : nil
    }
    #expect(started.contains { $0.name == "clientnest" } && started.contains { $0.name == "postgres" })
    kill(program.identifier, signal)
    let status = try wait(for: "its end", upTo: .seconds(60)) { program.exitStatus() }
    let text = try TextFile.read(output)
    #expect(status == 128 + signal, "\(status): \(text)")
    let left = started.filter { kill($0.id, 0) == 0 }
    #expect(left.isEmpty, "\(left)")
  }

  /// The processes that it started, and those that these started.
  private func descendants(of root: Int32) throws -> [(id: Int32, name: String)] {
    try ProcessStatus.tree(from: root).dropFirst().map { id in
      (id, (try? TextFile.read("/proc/\(id)/comm")).map { String($0.dropLast()) } ?? "")
    }
  }
}
