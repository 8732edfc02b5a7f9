internal import Core
internal import Harness
internal import Host
internal import Testing

@Suite("Functions are invoked as on Lambda", .serialized) struct EnvironmentInvokeTests {
  private static let closed = """
    Closed:
      Type: AWS::Serverless::Function
      Properties: {CodeUri: Tests/ProbeFunction, ReservedConcurrentExecutions: 0}
    """

  @Test("boto3 and the AWS command line invoke functions and know the errors")
  func clients() throws {
    let template = EnvironmentHost.template(["Timeout: 10"], besides: Self.closed)
      .replacing("ReservedConcurrentExecutions: 1", with: "ReservedConcurrentExecutions: 5")
    try RunningHost.with(template) { host in
      let services = "http://127.0.0.1:\(host.servicesPort)"
      let result = try Python.run("Tests/AWSClients/lambda_boto3.py", [services, host.secretKey])
      #expect(result.status == 0, "\(result.output)")
      #expect(result.output.contains("lambda_boto3: ok"))
    }
  }

  @Test("Beyond the reserved concurrency a caller is refused with the reason")
  func reserved() throws {
    try RunningHost.with(EnvironmentHost.template(["Timeout: 5"])) { host in
      let headers = ["X-Amz-Invocation-Type": "Event"]
      #expect(try host.invoke("Probe", ["do": "hang"], headers: headers).status == 202)
      let refused = try host.invoke("Probe")
      #expect(refused.status == 429)
      #expect(refused.header("x-amzn-errortype") == "TooManyRequestsException")
      #expect(refused.json["Reason"]?.string == "ReservedFunctionConcurrentInvocationLimitExceeded")
    }
  }

  @Test("A flood at one function does not hold up another")
  func fairness() throws {
    let other = """
      Other:
        Type: AWS::Serverless::Function
        Properties: {CodeUri: Tests/ProbeFunction, ReservedConcurrentExecutions: 1}
      """
    try RunningHost.with(EnvironmentHost.template(["Timeout: 60"], besides: other)) { host in
      for _ in 0..<200 {
        let flood = try host.invoke("Probe", ["do": "hang"], headers: ["X-Amz-Invocation-Type": "Event"])
        #expect(flood.status == 202)
      }
      _ = try host.process(of: "Probe", once: "busy")
      for count in 0..<20 {
        let answer = try host.invoke("Other", ["n": JSON(count)])
        #expect(answer.json["event"] == ["n": JSON(count)])
      }
      // The flood is still there: one of its events is held by the only environment.
      #expect(try host.state(of: "Probe")["waiting"]?.integer == 199)
    }
  }

  @Test("An event that fails is run three times, then told to destination and dead-letter queue")
  func failedEvents() throws {
    let queues = """
      Failed: {Type: AWS::SQS::Queue}
      Dead: {Type: AWS::SQS::Queue}
      """
    let template = EnvironmentHost.template(
      [
        "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Failed.Arn}}}",
        "DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}",
      ], besides: queues)
    try RunningHost.with(
      template, configured: { $0.eventRetryPauses = [.milliseconds(10), .milliseconds(10)] }
    ) { host in
      let answer = try host.invoke("Probe", ["do": "fail"], headers: ["X-Amz-Invocation-Type": "Event"])
      #expect(answer.status == 202)
      let record = try JSON(parsing: try receive(from: "Failed", host)["Body"]?.string ?? "")
      #expect(record["requestContext"]?["condition"] == "RetriesExhausted")
      #expect(record["requestContext"]?["approximateInvokeCount"] == 3)
      #expect(record["requestContext"]?["requestId"]?.string == answer.header("x-amzn-requestid"))
      #expect(record["requestPayload"] == ["do": "fail"])
      #expect(record["responsePayload"]?["errorType"] == "ValueError")
      let letter = try receive(from: "Dead", host)
      #expect(letter["Body"]?.string == #"{"do":"fail"}"#)
      #expect(letter["MessageAttributes"]?["ErrorMessage"]?["StringValue"] == "as asked")
      #expect(try host.state(of: "Probe")["invocations"] == 3)
    }
  }

  private func receive(from queue: String, _ host: RunningHost) throws -> JSON {
    let request: JSON = [
      "QueueUrl": .string(queue), "WaitTimeSeconds": 10, "MessageAttributeNames": ["All"],
    ]
    let answer = try host.caller.queues("ReceiveMessage", request)
    return try #require(answer.json["Messages"]?[0], "\(answer.text)")
  }

  @Test("A Python function on AWS's own runtime is driven unchanged")
  func python() throws {
    let template = """
      Resources:
        Python:
          Type: AWS::Serverless::Function
          Properties:
            CodeUri: Tests/PythonFunction
            Handler: app.handle
            Timeout: 3
            MemorySize: 256
            Events:
              Any: {Type: HttpApi, Properties: {Method: any, Path: "/{action}"}}
      """
    // Other users may not reach the interpreter, which can lie in a home directory.
    try RunningHost.with(template, configured: { $0.isolatesUsers = false }) { host in
      #expect(try host.invoke("Python", ["a": [1, 2]]).json == ["a": [1, 2]])
      let answer = try host.gateway.get("/hello")
      #expect(answer.status == 201)
      #expect(answer.json["path"] == "/hello")
      #expect(answer.json["request"]?.string == answer.header("apigw-requestid"))
      let failed = try host.invoke("Python", ["do": "fail"])
      #expect(failed.header("x-amz-function-error") == "Unhandled")
      #expect(failed.json["errorType"] == "KeyError")
      #expect(try host.invoke("Python", ["do": "big", "size": 5_000_000]).text.utf8.count == 5_000_002)
      let large = try host.invoke("Python", ["do": "big", "size": 7_000_000])
      #expect(large.json["errorType"] == "Function.ResponseSizeTooLarge")
      let context = try host.invoke(
        "Python", ["do": "context"],
        headers: ["X-Amz-Client-Context": Base64.encode(Array(#"{"custom":{"key":"value"}}"#.utf8))]
      ).json
      #expect(context["function"] == "Python")
      #expect(context["memory"] == "256")
      #expect(context["custom"] == ["key": "value"])
      #expect((1...3000).contains(context["remaining"]?.integer ?? 0))
      let late = try host.invoke("Python", ["do": "hang"])
      #expect(late.json["errorType"] == "Sandbox.Timedout")
      #expect(try host.invoke("Python", ["b": 1]).json == ["b": 1])
    }
  }
}
