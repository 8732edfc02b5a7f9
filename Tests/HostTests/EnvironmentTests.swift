internal import Core
internal import Glibc
internal import Harness
internal import Host
internal import Testing

/// Against a function on a foreign runtime that fails in every way it is asked to.
@Suite("Execution environments outlast what their functions do", .serialized) struct EnvironmentTests {
  private static let template = """
    Resources:
      Probe:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Timeout: 1
          MemorySize: 512
          ReservedConcurrentExecutions: 1
          Environment: {Variables: {OWN: value, AWS_REGION: mine}}
          Events:
            Any: {Type: HttpApi, Properties: {Method: any, Path: "/{action}"}}
      Patient:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: Tests/ProbeFunction, Timeout: 30, ReservedConcurrentExecutions: 1}
      Broken:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: Tests/ProbeFunction
          Environment: {Variables: {REFUSE_TO_START: "1"}}
      Closed:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: Tests/ProbeFunction, ReservedConcurrentExecutions: 0}
    """

  private func withHost(idleSeconds: Int = 60, _ body: (RunningHost) throws -> Void) throws {
    try RunningHost.with(Self.template, configured: { $0.idleSeconds = idleSeconds }, body)
  }

  @Test("A function sees the template's variables, Lambda's own, and nothing of the host's")
  func variables() throws {
    try withHost { host in
      let answer = try host.invoke("Probe", ["a": 1])
      #expect(answer.status == 200)
      #expect(answer.header("x-amz-executed-version") == "$LATEST")
      #expect(answer.json["event"] == ["a": 1])
      let variables = answer.json["variables"]
      #expect(variables?["OWN"]?.string == "value")
      #expect(variables?["AWS_REGION"]?.string == "local")
      #expect(variables?["AWS_LAMBDA_FUNCTION_NAME"]?.string == "Probe")
      #expect(variables?["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]?.string == "512")
      #expect(variables?["TZ"]?.string == ":UTC")
      #expect(variables?["HOME"] == nil)
    }
  }

  @Test("Invoke tells an error of the function from one of the call")
  func invokeErrors() throws {
    try withHost { host in
      let failed = try host.invoke("Probe", ["do": "fail"])
      #expect(failed.status == 200)
      #expect(failed.header("x-amz-function-error") == "Unhandled")
      #expect(failed.json == ["errorType": "ValueError", "errorMessage": "as asked"])
      let exited = try host.invoke("Probe", ["do": "exit"])
      #expect(exited.header("x-amz-function-error") == "Unhandled")
      #expect(exited.json["errorType"]?.string == "Runtime.ExitError")
      #expect(exited.json["errorMessage"]?.string?.hasSuffix("exit status 3") == true)
      let refused = try host.invoke("Broken")
      #expect(refused.json == ["errorType": "Function.Refused", "errorMessage": "as asked"])
      let missing = try host.invoke("Nothing")
      #expect(missing.status == 404)
      #expect(missing.header("x-amzn-errortype") == "ResourceNotFoundException")
      let closed = try host.invoke("Closed")
      #expect(closed.status == 429)
      #expect(closed.header("x-amzn-errortype") == "TooManyRequestsException")
      #expect(try host.invoke("Probe", headers: ["X-Amz-Invocation-Type": "Event"]).status == 202)
      // The event may still hold the only environment there may be.
      _ = try wait(for: "a free environment", upTo: .seconds(10)) {
        try host.invoke("Probe").status == 200 ? true : nil
      }
    }
  }

  @Test("A process killed in flight fails that one request; the next gets a new process")
  func killed() throws {
    try withHost { host in
      let connection = try hang(host)
      let process = try host.process(of: "Probe", once: "busy")
      kill(process, SIGKILL)
      try connection.read { $0.contains("Internal Server Error") }
      #expect(connection.statuses == ["500"])
      #expect(try host.gateway.get("/empty").status == 204)
      #expect(try host.process(of: "Probe", once: "idle") != process)
    }
  }

  @Test("A process that stands still is killed at the function's time-out, and the next request works")
  func stopped() throws {
    try withHost { host in
      #expect(try host.gateway.get("/empty").status == 204)
      let process = try host.process(of: "Probe", once: "idle")
      kill(process, SIGSTOP)
      let start = Instant.now()
      #expect(try host.gateway.get("/empty").status == 500)
      #expect(Instant.now() - start >= .milliseconds(900))
      #expect(Instant.now() - start < .seconds(5))
      #expect(try host.gateway.get("/empty").status == 204)
      #expect(kill(process, 0) == -1)
    }
  }

  @Test("A function that does not answer in time is ended, and its caller is told so")
  func timedOut() throws {
    try withHost { host in
      let answer = try host.invoke("Probe", ["do": "hang"])
      #expect(answer.header("x-amz-function-error") == "Unhandled")
      #expect(answer.json["errorType"]?.string == "Sandbox.Timedout")
      #expect(answer.json["errorMessage"]?.string?.contains("Task timed out after 1.00 seconds") == true)
      #expect(try host.invoke("Probe").status == 200)
    }
  }

  @Test("An idle environment is ended, a needed one started again")
  func idle() throws {
    try withHost(idleSeconds: 2) { host in
      let first = try host.invoke("Probe").json["pid"]?.integer
      #expect(try host.invoke("Probe").json["pid"]?.integer == first)
      _ = try wait(for: "end of the idle environment", upTo: .seconds(10)) {
        try host.environments(of: "Probe").isEmpty ? true : nil
      }
      #expect(kill(Int32(first ?? 0), 0) == -1)
      #expect(try host.invoke("Probe").json["pid"]?.integer != first)
    }
  }

  @Test("The Runtime API refuses what comes at the wrong time, as AWS's does")
  func misbehaviour() throws {
    try withHost { host in
      #expect(try host.invoke("Patient", ["do": "misbehave"]).text == #""once""#)
      let told = try host.invoke("Patient", ["do": "tell"]).json
      let expected: JSON = [
        ["answer to another", 400, "InvalidRequestID"], ["error of another", 400, "InvalidRequestID"],
        ["unknown call", 404, "NotFound"], ["next while busy", 200, true], ["answer", 202, .null],
        ["second answer", 403, "InvalidStateTransition"],
        ["error after answer", 403, "InvalidStateTransition"],
      ]
      #expect(told == expected)
    }
  }

  @Test("An answer of 6 MiB and 100 bytes is the largest")
  func largestAnswer() throws {
    try withHost { host in
      let largest = try host.invoke("Patient", ["do": "answer much"])
      #expect(largest.text.utf8.count == 6_291_556)
      let above = try host.invoke("Patient", ["do": "answer too much"])
      #expect(above.header("x-amz-function-error") == "Unhandled")
      #expect(above.json["errorType"]?.string == "Function.ResponseSizeTooLarge")
      #expect(
        try host.invoke("Patient", ["do": "tell"]).json == [["too much", 413, "RequestEntityTooLarge"]])
    }
  }

  @Test("A function without an executable is named when the host starts")
  func missingExecutable() throws {
    let template = "Resources: {Nothing: {Type: AWS::Serverless::Function, Properties: {CodeUri: nowhere}}}"
    let error = #expect(throws: HostError.self) { try RunningHost.with(template) { _ in } }
    #expect(error?.problems.first?.hasPrefix("Nothing: there is no executable") == true)
  }

  /// A request in flight.
  private func hang(_ host: RunningHost) throws -> RawConnection {
    let connection = try RawConnection(port: host.gatewayPort)
    connection.send("GET /hang HTTP/1.1\r\nHost: a\r\n\r\n")
    return connection
  }
}
