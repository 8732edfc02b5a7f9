internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import Testing

@Suite("The log is found again", .serialized) struct LogCommandTests {
  private static let requestID = "01a1fcff-fbd3-71a3-98ef-f5d66f2b116e"
  private static let lines = [
    #"{"time":"2020-01-01T00:00:00Z","function":"A","message":"old"}"#,
    #"{"time":"2999-01-01T00:00:00Z","function":"A","requestId":"\#(requestID)","record":{"level":"WARN","n":1}}"#,
    #"{"time":"2999-01-01T00:00:01Z","function":"B","requestId":"\#(requestID)","record":{"level":"debug","n":2}}"#,
    #"{"time":"2999-01-01T00:00:02Z","type":"platform.timeout","function":"B"}"#,
    "not JSON",
  ]

  /// A state directory with a log.
  private func withLog(_ body: (_ directory: String, _ log: String) throws -> Void) throws {
    let directory = TemporaryDirectory.path("logs")
    #expect(mkdir(directory, 0o700) == 0 && mkdir(directory + "/logs", 0o700) == 0)
    defer { try? TemporaryDirectory.remove(directory) }
    let log = directory + "/logs/clientnest.jsonl"
    try append(Self.lines, to: log)
    try body(directory, log)
  }

  private func append(_ lines: [String], to path: String) throws {
    let file = try #require(fopen(path, "ae"))
    defer { fclose(file) }
    for line in lines { fputs(line + "\n", file) }
  }

  @Test(
    "Lines are chosen by function, request, level, time and number",
    arguments: [
      ([], [0, 1, 2, 3, 4]), (["--lines", "2"], [3, 4]), (["--function", "B"], [2, 3]),
      (["--request", requestID], [1, 2]), (["--level", "warn"], [1, 3]), (["--level", "error"], [3]),
      (["--level", "debug"], [0, 1, 2, 3]), (["--since", "1h"], [1, 2, 3]),
      (["--since", "2999-01-01T00:00:01Z"], [2, 3]),
      (["--function", "B", "--request", requestID, "--level", "info"], []),
    ] as [([String], [Int])])
  func filters(_ arguments: [String], _ expected: [Int]) throws {
    try withLog { directory, _ in
      let result = try ChildProcess.run(
        RunningBundle.binaries + "/clientnest", ["logs", "--state-dir", directory] + arguments)
      #expect(result.status == 0)
      let printed = result.output.split(separator: "\n").map(String.init)
      #expect(printed == expected.map { Self.lines[$0] })
    }
  }

  @Test("Who follows the log gets the lines behind a rotation")
  func follow() throws {
    try withLog { directory, log in
      let output = TemporaryDirectory.path("followed")
      defer { unlink(output) }
      let command = try ChildProcess(
        RunningBundle.binaries + "/clientnest",
        ["logs", "--follow", "--lines", "0", "--function", "C", "--state-dir", directory], output: output)
      defer { try? command.end() }
      // Whether it has begun cannot be seen before it prints: the line is repeated until it does.
      _ = try wait(for: "first line", upTo: .seconds(20)) { () -> Bool? in
        try append([#"{"function":"C","n":1}"#], to: log)
        return try TextFile.read(output).contains(#""n":1"#) ? true : nil
      }
      try append([#"{"function":"C","n":2}"#], to: log)
      #expect(rename(log, log + ".1") == 0)
      try append([#"{"function":"D","n":3}"#, #"{"function":"C","n":4}"#], to: log)
      _ = try wait(for: "line behind the rotation", upTo: .seconds(20)) {
        try TextFile.read(output).contains(#""n":4"#) ? true : nil
      }
      let printed = try TextFile.read(output)
      #expect(printed.contains(#""n":2"#))
      #expect(!printed.contains(#""n":3"#))
    }
  }

  @Test("A full log file is put aside, and the next one begins empty")
  func rotation() throws {
    let template = """
      Resources:
        Probe: {Type: AWS::Serverless::Function, Properties: {CodeUri: Tests/ProbeFunction}}
      """
    func fill(_ configuration: inout HostConfiguration) {
      let path = configuration.logDirectory + "/clientnest.jsonl"
      let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
      // Sparse: it takes no room on the disk.
      #expect(ftruncate(descriptor, 64 << 20) == 0)
      close(descriptor)
    }
    try RunningHost.with(template, configured: fill) { host in
      let log = host.directory + "/logs/clientnest.jsonl"
      _ = try host.invoke("Probe", ["do": "log", "line": "one too many"])
      _ = try wait(for: "full file put aside", upTo: .seconds(10)) {
        access(log + ".1", F_OK) == 0 && access(log, F_OK) == 0 ? true : nil
      }
      _ = try host.invoke("Probe", ["do": "log", "line": "the next"])
      _ = try wait(for: "line in the next file", upTo: .seconds(10)) {
        try TextFile.read(log).contains("the next") ? true : nil
      }
      #expect(try !TextFile.read(log).contains("one too many"))
    }
  }

  @Test("A second host on the same state is refused and told which one has it")
  func secondInstance() throws {
    let directory = TemporaryDirectory.path("state")
    defer { try? TemporaryDirectory.remove(directory) }
    func up(_ output: String) throws -> ChildProcess {
      try ChildProcess(
        RunningBundle.binaries + "/clientnest",
        ["up", "--no-demo", "--quiet", "--port", "\(freePort())", "--state-dir", directory], output: output)
    }
    let outputs = (0..<2).map { TemporaryDirectory.path("up-\($0)") }
    defer { for output in outputs { unlink(output) } }
    let first = try up(outputs[0])
    defer { try? first.end(within: .seconds(60)) }
    _ = try wait(for: "first host's lock", upTo: .seconds(20)) {
      (try? TextFile.read(directory + "/lock")) == "\(first.identifier)" ? true : nil
    }
    let second = try up(outputs[1])
    let status = try wait(for: "refusal", upTo: .seconds(20)) { second.exitStatus() }
    #expect(status == 75)
    #expect(try TextFile.read(outputs[1]).contains("another clientnest (pid \(first.identifier)) uses"))
  }
}
