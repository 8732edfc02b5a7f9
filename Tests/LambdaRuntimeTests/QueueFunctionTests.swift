internal import Core
internal import Testing

@Suite("Queue functions answer for each message of a batch") struct QueueFunctionTests {
  /// A record of SQS's event, with the members that it has there.
  private func record(_ id: String, _ body: String, received: Int = 1) -> JSON {
    [
      "messageId": .string(id), "receiptHandle": .string("handle-\(id)"), "body": .string(body),
      "attributes": [
        "ApproximateReceiveCount": .string(String(received)), "SentTimestamp": "1545082649183",
        "SenderId": "AIDAIENQZJOLO23YVJ4VO", "ApproximateFirstReceiveTimestamp": "1545082649185",
      ],
      "messageAttributes": [:], "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
      "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:Work",
      "awsRegion": "eu-central-1",
    ]
  }

  private func failures(_ ids: String...) -> JSON {
    ["batchItemFailures": .array(ids.map { ["itemIdentifier": .string($0)] })]
  }

  @Test("Only what failed or waits is delivered again")
  func partialFailure() throws {
    let function = try RunningFunction("ConsumeMessage")
    let batch = ["done", "fail", "discard", "retry", "done"].enumerated().map {
      record("m\($0.offset)", $0.element)
    }
    let call = try function.invoke(["Records": .array(batch)])
    #expect(call.path == "/invocation/r-1/response")
    #expect(try call.json == failures("m1", "m3"))
    let log = try function.log()
    #expect(log.map { $0["level"] } == ["ERROR", "WARN", "INFO"])
    #expect(log[0]["messageId"] == "m1")
    #expect(log[1]["messageId"] == "m2")
    #expect(log[1]["reason"] == "as told")
  }

  @Test("A message to be tried later is postponed by the delay of its outcome")
  func postponed() throws {
    let function = try RunningFunction("ConsumeMessage")
    let call = try function.invoke(["Records": [record("m", "retry", received: 3)]])
    #expect(try call.json == failures("m"))
    let line = try #require(try function.log().first)
    #expect(line["message"] == "postponed")
    #expect(line["receiptHandle"] == "handle-m")
    #expect(line["queue"] == "arn:aws:sqs:eu-central-1:123456789012:Work")
    #expect(line["delay"] == "30.0 seconds")
  }

  @Test("A batch without failures says so", arguments: [["done", "discard"], []])
  func noFailures(bodies: [String]) throws {
    let function = try RunningFunction("ConsumeMessage")
    let records = bodies.enumerated().map { record("m\($0.offset)", $0.element) }
    #expect(try function.invoke(["Records": .array(records)]).json == failures())
  }

  @Test("An event that is no batch fails as a whole", arguments: [[], ["Records": [1]]] as [JSON])
  func malformedBatch(event: JSON) throws {
    let function = try RunningFunction("ConsumeMessage")
    let call = try function.invoke(event)
    #expect(call.path == "/invocation/r-1/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.JSONError")
    #expect(try function.invoke(["Records": []], as: "r-2").path == "/invocation/r-2/response")
  }
}
