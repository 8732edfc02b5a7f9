internal import Core
internal import Testing

@Suite("Queue functions answer for each message of a batch") struct QueueFunctionTests {
  /// A record of SQS's event, with the members that it has there.
  private func record(_ id: String, _ body: String, received: Int = 1, queue: String = "Work") -> JSON {
    [
      "messageId": .string(id), "receiptHandle": .string("handle-\(id)"), "body": .string(body),
      "attributes": [
        "ApproximateReceiveCount": .string(String(received)), "SentTimestamp": "1545082649183",
        "SenderId": "AIDAIENQZJOLO23YVJ4VO", "ApproximateFirstReceiveTimestamp": "1545082649185",
      ],
      "messageAttributes": [:], "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
      "eventSource": "aws:sqs", "eventSourceARN": .string("arn:aws:sqs:eu-central-1:123456789012:\(queue)"),
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

  @Test(
    "In a FIFO queue the first failure, and all behind it, come again; nothing behind it is handled",
    arguments: [("fail", "ERROR"), ("retry", "INFO")])
  func order(outcome: String, level: String) throws {
    let function = try RunningFunction("ConsumeMessage")
    let batch = ["done", outcome, "done", "fail", "done"].enumerated().map {
      record("m\($0.offset)", $0.element, queue: "Work.fifo")
    }
    #expect(try function.invoke(["Records": .array(batch)]).json == failures("m1", "m2", "m3", "m4"))
    _ = try function.awaitNext()
    let log = try function.log()
    #expect(log.map { $0["level"]?.string } == [level, "WARN"])
    #expect(log[1]["count"] == 3)
  }

  @Test("In a FIFO queue a discarded message holds nobody up") func discardedInOrder() throws {
    let function = try RunningFunction("ConsumeMessage")
    let batch = ["discard", "done"].enumerated().map {
      record("m\($0.offset)", $0.element, queue: "Work.fifo")
    }
    #expect(try function.invoke(["Records": .array(batch)]).json == failures())
  }

  @Test("A message that is twice in a batch is handled once, and named once") func duplicates() throws {
    let function = try RunningFunction("ConsumeMessage")
    let batch = [record("a", "fail"), record("b", "done"), record("a", "fail"), record("a", "fail")]
    #expect(try function.invoke(["Records": .array(batch)]).json == failures("a"))
    _ = try function.awaitNext()
    #expect(try function.log().count == 1)
  }

  @Test("When all messages fail, all are named") func allFail() throws {
    let function = try RunningFunction("ConsumeMessage")
    let batch = ["a", "b", "c"].map { record($0, "fail") }
    #expect(try function.invoke(["Records": .array(batch)]).json == failures("a", "b", "c"))
  }

  @Test("A message without an identifier cannot be named: the whole batch fails, nothing of it is handled")
  func noIdentifier() throws {
    let function = try RunningFunction("ConsumeMessage")
    let batch = [record("a", "discard"), record("", "done")]
    let call = try function.invoke(["Records": .array(batch)])
    #expect(call.path == "/invocation/r-1/error")
    #expect(call.headers["lambda-runtime-function-error-type"] == "Function.MessageWithoutIdentifier")
    _ = try function.awaitNext()
    #expect(try function.log().count == 1)
  }

  @Test("What is not begun when the time is up comes again") func outOfTime() throws {
    let function = try RunningFunction("ConsumeMessage")
    let batch = ["a", "wait", "b", "c"].map { record($0, $0) }
    let deadline = Instant.now().microseconds / 1000 + 800
    let call = try function.send(
      JSON.object(["Records": .array(batch)]).encoded(), headers: ["Lambda-Runtime-Deadline-Ms: \(deadline)"])
    #expect(call.path == "/invocation/r-1/response")
    #expect(try call.json == failures("b", "c"))
  }
}
