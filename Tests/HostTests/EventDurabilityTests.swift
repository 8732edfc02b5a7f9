internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite("Asynchronous events outlive the host", .serialized) struct EventDurabilityTests {
  private static let template = """
    Resources:
      Done: {Type: AWS::SQS::Queue}
      Probe:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          MemorySize: 256
          Timeout: 60
          ReservedConcurrentExecutions: 1
          EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SQS, Destination: !GetAtt Done.Arn}}}
    """

  /// A host in a process of its own, over a directory that outlives it.
  private final class KilledHost {
    let directory = TemporaryDirectory.path("events")
    private let (port, servicesPort): (Int, Int)
    private var process: ChildProcess?

    init(_ template: String) throws {
      (port, servicesPort) = (try freePort(), try freePort())
      _ = try ChildProcess.run("/bin/mkdir", ["-p", directory + "/logs"])
      // Functions run as users of their own and leave marks here.
      chmod(directory, 0o777)
      try TextFile.write(template, to: directory + "/template.yaml")
    }

    var services: Client { Client("http://127.0.0.1:\(servicesPort)") }
    /// With the key that HelloHost has.
    var caller: HostCaller { HostCaller("http://127.0.0.1:\(servicesPort)", secretKey: "hello") }

    func start() throws {
      process = try ChildProcess(
        RunningBundle.binaries + "/HelloHost",
        ["\(port)", directory, directory + "/template.yaml", "\(servicesPort)"],
        output: directory + "/output")
      _ = try wait(for: "the host", upTo: .seconds(20)) { try? services.get("/health").status }
    }

    func end(_ signal: Int32) throws { try process?.end(signal) }

    func submit(_ event: JSON) throws -> String {
      let answer = try caller.invoke("Probe", event, headers: ["X-Amz-Invocation-Type": "Event"])
      #expect(answer.status == 202, "\(answer.text)")
      return try #require(answer.header("x-amzn-requestid"))
    }

    /// The next record of a success.
    func receive() throws -> JSON {
      let answer = try caller.queues("ReceiveMessage", ["QueueUrl": "Done", "WaitTimeSeconds": 20])
      return try JSON(parsing: try #require(answer.json["Messages"]?[0]?["Body"]?.string, "\(answer.text)"))
    }

    /// How many events wait to come to an end.
    func kept() throws -> String {
      let script =
        "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('select count(*) from event').fetchone()[0])"
      return try ChildProcess.run(Python.path, ["-c", script, directory + "/events.sqlite"]).output
    }
  }

  @Test(
    "What was accepted is run after a kill -9 of the host, the event that was running too; then it is forgotten"
  )
  func kill() throws {
    let host = try KilledHost(Self.template)
    defer { try? TemporaryDirectory.remove(host.directory) }
    try host.start()
    defer { try? host.end(SIGKILL) }
    let marker = host.directory + "/marker"
    let running = try host.submit(["do": "hang once", "marker": .string(marker)])
    _ = try wait(for: "the first run", upTo: .seconds(20)) { access(marker, F_OK) == 0 ? true : nil }
    let waiting = try (0..<3).map { try host.submit(["n": JSON($0)]) }
    try host.end(SIGKILL)
    #expect(try host.kept() == "4\n")
    try host.start()
    var ends: [String: JSON] = [:]
    for _ in 0..<4 {
      let record = try host.receive()
      ends[record["requestContext"]?["requestId"]?.string ?? ""] = record
    }
    #expect(Set(ends.keys) == Set([running] + waiting))
    #expect(ends[waiting[2]]?["requestPayload"] == ["n": 2])
    // The run that the host's death broke off does not count: the function did not fail.
    #expect(ends[running]?["requestContext"]?["approximateInvokeCount"] == 1)
    _ = try wait(for: "an empty journal", upTo: .seconds(10)) { try host.kept() == "0\n" ? true : nil }
  }

  @Test("A retry that is due later is still due after a kill -9, with the runs so far counted")
  func retry() throws {
    let host = try KilledHost(Self.template)
    defer { try? TemporaryDirectory.remove(host.directory) }
    try host.start()
    defer { try? host.end(SIGKILL) }
    _ = try host.submit(["do": "fail"])
    let query = """
      import sqlite3,sys
      row = sqlite3.connect(sys.argv[1]).execute('select runs, due_at - arrived_at from event').fetchone()
      print(row[0], row[1] >= 59_000_000)
      """
    func state() throws -> String {
      try ChildProcess.run(Python.path, ["-c", query, host.directory + "/events.sqlite"]).output
    }
    _ = try wait(for: "the first failure", upTo: .seconds(20)) { try state() == "1 True\n" ? true : nil }
    try host.end(SIGKILL)
    try host.start()
    #expect(try state() == "1 True\n")
    let functions = try host.services.get("/host/functions").json
    #expect(functions[0]?["invocations"] == 0, "it is not due for a minute")
  }
}
