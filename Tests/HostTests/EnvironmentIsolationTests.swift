internal import Core
internal import Glibc
internal import Harness
internal import Testing

@Suite("A function that misbehaves harms only itself", .serialized) struct EnvironmentIsolationTests {
  private static let other = """
    Other:
      Type: AWS::Serverless::Function
      Properties: {CodeUri: Tests/ProbeFunction, Timeout: 10}
    """

  @Test("No other process gets an environment's events, neither a function nor one of the machine")
  func peers() throws {
    try RunningHost.with(EnvironmentHost.template(besides: Self.other)) { host in
      let variables = try host.invoke("Probe").json["variables"]
      let address = try #require(variables?["AWS_LAMBDA_RUNTIME_API"]?.string)
      let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
      let connection = try RawConnection(port: port)
      connection.send("GET /2018-06-01/ping HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
      try connection.read { _ in false }
      #expect(connection.received.isEmpty)
      #expect(connection.isEnded)
      let foreign = try host.invoke("Other", ["do": "connect", "address": .string(address)])
      #expect(foreign.json == ["closed"])
      #expect(try host.invoke("Probe", ["a": 1]).json["event"] == ["a": 1])
    }
  }

  @Test(
    "As root, one environment cannot read the variables of another",
    .enabled(if: geteuid() == 0, "not root: environments have no users of their own, and can"))
  func variables() throws {
    try RunningHost.with(EnvironmentHost.template(besides: Self.other)) { host in
      let process = try #require(try host.invoke("Probe").json["pid"]?.integer)
      let own = try host.invoke("Other", ["do": "read", "path": "/proc/self/environ"])
      #expect(own.json.integer ?? 0 > 0)
      let foreign = try host.invoke("Other", ["do": "read", "path": .string("/proc/\(process)/environ")])
      #expect(foreign.json == "PermissionError")
    }
  }

  @Test("More memory than MemorySize ends the process")
  func memory() throws {
    try RunningHost.with(EnvironmentHost.template(["Timeout: 30"])) { host in
      let answer = try host.invoke("Probe", ["do": "leak"])
      #expect(answer.header("x-amz-function-error") == "Unhandled")
      #expect(answer.json["errorType"]?.string == "Runtime.OutOfMemory")
      #expect(answer.json["errorMessage"]?.string?.hasSuffix("signal: killed") == true)
      #expect(try host.invoke("Probe", ["a": 1]).json["event"] == ["a": 1])
    }
  }

  @Test("What a function left running ends with its environment")
  func daemons() throws {
    let mark = UUID.v7().description
    try RunningHost.with(EnvironmentHost.template(variables: ["MARK": mark])) { host in
      _ = try host.invoke("Probe", ["do": "leave daemon"])
      #expect(try EnvironmentHost.processes(with: "MARK=\(mark)").count == 2)
      let free = try wait(for: "free environment", upTo: .seconds(10)) {
        let answer = try host.invoke("Probe", ["do": "exit"])
        return answer.status == 200 ? answer : nil
      }
      #expect(free.json["errorMessage"]?.string?.hasSuffix("exit status 3") == true)
      _ = try wait(for: "end of the daemon", upTo: .seconds(10)) {
        try EnvironmentHost.processes(with: "MARK=\(mark)").isEmpty ? true : nil
      }
    }
  }

  @Test(
    "A fork bomb is stopped by its time-out, and nothing of it stays",
    .enabled(if: geteuid() == 0, "not root: an environment has no limit of processes of its own"))
  func forks() throws {
    let mark = UUID.v7().description
    let template = EnvironmentHost.template(
      ["Timeout: 1"], variables: ["MARK": mark], besides: Self.other)
    try RunningHost.with(template) { host in
      let type = try host.invoke("Probe", ["do": "fork"]).json["errorType"]?.string
      #expect(type == "Sandbox.Timedout" || type == "Runtime.OutOfMemory")
      _ = try wait(for: "end of all processes", upTo: .seconds(10)) {
        try EnvironmentHost.processes(with: "MARK=\(mark)").isEmpty ? true : nil
      }
      #expect(try host.invoke("Other", ["a": 1]).json["event"] == ["a": 1])
      #expect(try host.invoke("Probe", ["a": 2]).json["event"] == ["a": 2])
    }
  }

  @Test("Log without end keeps neither others from being answered nor the disk free of bounds")
  func flood() throws {
    let template = EnvironmentHost.template(["Timeout: 3"], besides: Self.other)
    try RunningHost.with(template) { host in
      let headers = ["X-Amz-Invocation-Type": "Event"]
      #expect(try host.invoke("Probe", ["do": "flood"], headers: headers).status == 202)
      _ = try host.process(of: "Probe", once: "busy")
      for number in 0..<20 {
        #expect(try host.invoke("Other", ["n": JSON(number)]).json["event"] == ["n": JSON(number)])
      }
      var status = stat()
      #expect(stat(host.directory + "/logs/clientnest.jsonl", &status) == 0)
      #expect(status.st_size < 128 << 20)
    }
  }
}
