internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import Testing

@Suite("Execution environments live as Lambda's do", .serialized) struct EnvironmentLifecycleTests {
  private func idle(_ host: RunningHost) throws {
    _ = try wait(for: "end of the idle environment", upTo: .seconds(10)) {
      try host.environments(of: "Probe").isEmpty ? true : nil
    }
  }

  @Test("SIGTERM comes to a process with an internal extension, and only to that", arguments: [true, false])
  func termination(hasExtension: Bool) throws {
    let file = TemporaryDirectory.path("terminated")
    defer { unlink(file) }
    var variables = ["ON_TERMINATION": file]
    if hasExtension { variables["EXTENSION"] = "1" }
    try RunningHost.with(
      EnvironmentHost.template(variables: variables), configured: { $0.idleSeconds = 1 }
    ) { host in
      _ = try host.invoke("Probe")
      try idle(host)
      #expect((access(file, F_OK) == 0) == hasExtension)
    }
  }

  @Test("A start that failed is tried again for the invocation that waits")
  func suppressedInit() throws {
    let file = TemporaryDirectory.path("failed-start")
    defer { unlink(file) }
    try RunningHost.with(EnvironmentHost.template(variables: ["FAIL_FIRST_START": file])) { host in
      let answer = try host.invoke("Probe", ["a": 1])
      #expect(answer.json["event"] == ["a": 1])
      #expect(access(file, F_OK) == 0)
    }
  }

  @Test("A start without end is ended, tried once more, and told to who waits")
  func endlessStart() throws {
    let directory = TemporaryDirectory.path("starts")
    #expect(mkdir(directory, 0o777) == 0 && chmod(directory, 0o777) == 0)
    defer { try? TemporaryDirectory.remove(directory) }
    try RunningHost.with(
      EnvironmentHost.template(["Timeout: 1"], variables: ["HANG_AT_START": directory]),
      configured: { $0.initLimit = .milliseconds(500) }
    ) { host in
      let answer = try host.invoke("Probe")
      #expect(answer.header("x-amz-function-error") == "Unhandled")
      #expect(answer.json["errorMessage"]?.string?.contains("did not start within 1 s") == true)
      #expect(try TextFile.names(in: directory).count == 2)
      try idle(host)
      #expect(try EnvironmentHost.processes(with: "HANG_AT_START=\(directory)").isEmpty)
    }
  }

  @Test("Provisioned environments start before anybody asks, and stay")
  func provisioned() throws {
    let template = """
      Resources:
        Ready:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: Tests/ProbeFunction
            ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}
      """
    try RunningHost.with(template, configured: { $0.idleSeconds = 0 }) { host in
      try host.host.startTriggers()
      _ = try wait(for: "two idle environments", upTo: .seconds(10)) {
        let states = try host.environments(of: "Ready").map { $0["state"]?.string }
        return states == ["idle", "idle"] ? true : nil
      }
      let variables = try host.invoke("Ready").json["variables"]
      #expect(variables?["AWS_LAMBDA_INITIALIZATION_TYPE"]?.string == "provisioned-concurrency")
      #expect(try host.environments(of: "Ready").count == 2)
    }
  }

  @Test("A changed executable serves the invocations to come; what is in flight finishes")
  func reload() throws {
    let directory = TemporaryDirectory.path("code")
    #expect(mkdir(directory, 0o755) == 0)
    defer { try? TemporaryDirectory.remove(directory) }
    let script = try TextFile.read("Tests/ProbeFunction/bootstrap")
    func write(_ text: String) throws {
      let file = directory + "/next"
      let output = try #require(fopen(file, "we"))
      fputs(text, output)
      fclose(output)
      #expect(chmod(file, 0o755) == 0)
      #expect(rename(file, directory + "/bootstrap") == 0)
    }
    try write(script)
    let template = """
      Resources:
        Probe: {Type: AWS::Serverless::Function, Properties: {CodeUri: \(directory), Timeout: 10}}
      """
    try RunningHost.with(template) { host in
      #expect(try host.invoke("Probe", ["a": 1]).json["event"] == ["a": 1])
      try write(script.replacing("{\"event\": event,", with: "{\"version\": 2, \"event\": event,"))
      _ = try wait(for: "answer of the new executable", upTo: .seconds(10)) {
        let answer = try host.invoke("Probe", ["a": 1])
        #expect(answer.status == 200 && answer.header("x-amz-function-error") == nil)
        return answer.json["version"] == 2 ? true : nil
      }
    }
  }
}
