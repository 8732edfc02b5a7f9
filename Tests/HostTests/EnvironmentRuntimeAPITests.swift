internal import Core
internal import Harness
internal import Testing

/// A runtime that sends what the test says, byte by byte.
@Suite("The Runtime API answers a runtime that misbehaves as AWS's does", .serialized)
struct EnvironmentRuntimeAPITests {
  /// Runs the requests in place of an answer; the outcome of that invocation and how each request was answered.
  private func follow(_ steps: [String]) throws -> (outcome: Client.Answer, told: JSON) {
    var result: (Client.Answer, JSON)?
    try RunningHost.with(EnvironmentHost.template(["Timeout: 10"])) { host in
      let outcome = try host.invoke("Probe", ["do": "script", "steps": .array(steps.map { .string($0) })])
      result = (outcome, try tell(host))
    }
    return try #require(result)
  }

  /// The environment may still be on its way back from the last invocation.
  private func tell(_ host: RunningHost) throws -> JSON {
    try wait(for: "free environment", upTo: .seconds(10)) {
      let answer = try host.invoke("Probe", ["do": "tell"])
      return answer.status == 200 ? answer.json : nil
    }
  }

  private func post(_ operation: String, _ headers: [String] = [], _ body: String = "") -> String {
    let fields = headers.map { $0 + "\r\n" }.joined()
    let length =
      headers.contains { $0.hasPrefix("Transfer-Encoding") } ? "" : "Content-Length: \(body.utf8.count)\r\n"
    return
      "POST /2018-06-01/runtime/invocation/{id}/\(operation) HTTP/1.1\r\nHost: 127.0.0.1\r\n\(fields)\(length)\r\n\(body)"
  }

  @Test("An answer is taken once, with the id of this run or with none")
  func invocationID() throws {
    let (outcome, told) = try follow([
      post("response", ["Lambda-Runtime-Invocation-Id: another"], "1"),
      post("response", ["Lambda-Runtime-Invocation-Id: {run}"], "2"),
      post("response", [], "3"), post("error", [], "{}"),
    ])
    #expect(outcome.text == "2")
    #expect(
      told == [
        [400, "InvalidRequestID"], [202, .null], [403, "InvalidStateTransition"],
        [403, "InvalidStateTransition"],
      ])
  }

  @Test("An unknown response mode is refused and fails the invocation")
  func unknownMode() throws {
    let (outcome, told) = try follow([
      post("response", ["Lambda-Runtime-Function-Response-Mode: telepathy"], "1")
    ])
    #expect(outcome.header("x-amz-function-error") == "Unhandled")
    #expect(told == [[400, "InvalidFunctionResponseMode"]])
  }

  @Test("A streamed answer is collected")
  func streamed() throws {
    let (outcome, told) = try follow([
      post(
        "response",
        ["Lambda-Runtime-Function-Response-Mode: streaming", "Transfer-Encoding: chunked"],
        "3\r\n\"st\r\n5\r\nream\"\r\n0\r\n\r\n")
    ])
    #expect(outcome.text == #""stream""#)
    #expect(told == [[202, .null]])
  }

  @Test("An error in the trailers of a streamed answer is the outcome")
  func trailers() throws {
    let body = Base64.encode(Array(#"{"errorType":"Function.Late","errorMessage":"half way"}"#.utf8))
    let (outcome, told) = try follow([
      post(
        "response",
        [
          "Lambda-Runtime-Function-Response-Mode: streaming", "Transfer-Encoding: chunked",
          "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
        ],
        "3\r\nabc\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n"
          + "Lambda-Runtime-Function-Error-Body: \(body)\r\n\r\n")
    ])
    #expect(outcome.header("x-amz-function-error") == "Unhandled")
    #expect(outcome.json == ["errorType": "Function.Late", "errorMessage": "half way"])
    #expect(told == [[202, .null]])
  }

  @Test("A malformed body is refused, and the invocation can still be answered")
  func malformed() throws {
    let (outcome, told) = try follow([
      post("response", ["Transfer-Encoding: chunked"], "zz\r\n"), post("response", [], "1"),
    ])
    #expect(outcome.text == "1")
    #expect(told[0]?[0] == 400)
    #expect(told[1]?[0] == 202)
  }

  @Test(
    "Of a report without a body the error's type is kept when it has Lambda's form",
    arguments: [
      ("Function.OutOfLuck", "Function.OutOfLuck"), ("Unhandled", "Runtime.Unknown"),
      ("Function.lower", "Function.Unknown"), ("Runtime.With Blank", "Runtime.Unknown"),
    ])
  func errorType(sent: String, kept: String) throws {
    let (outcome, _) = try follow([post("error", ["Lambda-Runtime-Function-Error-Type: \(sent)"])])
    #expect(outcome.json["errorType"]?.string == kept)
  }

  @Test("What the caller says of itself reaches the runtime")
  func headers() throws {
    try RunningHost.with(EnvironmentHost.template()) { host in
      let headers = try host.invoke(
        "Probe", ["do": "headers"],
        headers: [
          "X-Amz-Client-Context": Base64.encode(Array(#"{"custom":{"a":"b"}}"#.utf8)),
          "X-Amz-Tenant-Id": "blue", "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678",
        ]
      ).json
      #expect(headers["lambda-runtime-client-context"]?.string == #"{"custom":{"a":"b"}}"#)
      #expect(headers["lambda-runtime-aws-tenant-id"]?.string == "blue")
      #expect(headers["lambda-runtime-trace-id"]?.string == "Root=1-67891233-abcdef012345678912345678")
      #expect(headers["lambda-runtime-invocation-id"]?.string?.isEmpty == false)
      #expect(headers["lambda-runtime-cognito-identity"] == nil)
    }
  }
}
