internal import Core
internal import Harness
internal import HostQueues
internal import HostSigning
internal import Testing

@Suite("Queues can be made beside those that the template declares") struct QueueAdministrationTests {
  @Test("A created queue outlives the service with its attributes, tags and messages")
  func persistence() async throws {
    let first = try QueueFixture()
    let made = await first.call(
      "CreateQueue",
      [
        "QueueName": "made.fifo",
        "Attributes": [
          "FifoQueue": "true", "VisibilityTimeout": "7", "ContentBasedDeduplication": "true",
          "DeduplicationScope": "messageGroup", "Policy": "{}",
        ], "tags": ["team": "a"],
      ])
    #expect(made.json["QueueUrl"]?.string == "http://q/000000000000/made.fifo")
    await first.call("SendMessage", on: "made.fifo", ["MessageBody": "hello", "MessageGroupId": "g"])
    let second = try first.reopened()
    let attributes = await second.call("GetQueueAttributes", on: "made.fifo", ["AttributeNames": ["All"]])
      .json[
        "Attributes"]
    #expect(attributes?["VisibilityTimeout"]?.string == "7")
    #expect(attributes?["ContentBasedDeduplication"]?.string == "true")
    #expect(attributes?["DeduplicationScope"]?.string == "messageGroup")
    #expect(attributes?["FifoThroughputLimit"]?.string == "perQueue")
    #expect(attributes?["Policy"]?.string == "{}")
    #expect(await second.call("ListQueueTags", on: "made.fifo").json["Tags"]?["team"]?.string == "a")
    let again: JSONObject = ["MessageBody": "hello", "MessageGroupId": "g"]
    await second.call("SendMessage", on: "made.fifo", again)
    #expect(second.depth(of: "made.fifo")?.visible == 1)
    await second.call("SendMessage", on: "made.fifo", ["MessageBody": "hello", "MessageGroupId": "h"])
    #expect(second.depth(of: "made.fifo")?.visible == 2)
    #expect(second.depths().map(\.name).last == "made.fifo")
    try second.dispose()
  }

  @Test("A declaration wins over a queue that was created under its name, whose messages stay")
  func declared() async throws {
    let first = try QueueFixture()
    await first.call("CreateQueue", ["QueueName": "both", "Attributes": ["VisibilityTimeout": "7"]])
    await first.send("kept", to: "both")
    let second = try first.reopened(with: QueueFixture.definitions + [QueueDefinition(name: "both")])
    let attributes = await second.call("GetQueueAttributes", on: "both", ["AttributeNames": ["All"]])
    #expect(attributes.json["Attributes"]?["VisibilityTimeout"]?.string == "30")
    #expect(await second.receive(from: "both")?["Body"]?.string == "kept")
    for operation in ["SetQueueAttributes", "DeleteQueue"] {
      let refused = await second.call(operation, on: "both", ["Attributes": ["DelaySeconds": "1"]])
      #expect(refused.type == "UnsupportedOperation")
    }
    try second.dispose()
  }

  @Test("A receive of a deleted queue ends, and its messages are gone for good")
  func deletion() async throws {
    try await QueueFixture.with { queues in
      await queues.call("CreateQueue", ["QueueName": "made"])
      await queues.send("hello", to: "made")
      let handle = try #require(await queues.receive(from: "made")?["ReceiptHandle"])
      async let waiting = queues.receive(from: "made", wait: 20)
      let start = Instant.now()
      #expect(await queues.call("DeleteQueue", on: "made").status == 200)
      #expect(await waiting == nil)
      #expect(Instant.now() - start < .seconds(10))
      let late = await queues.call("DeleteMessage", on: "made", ["ReceiptHandle": handle])
      #expect(late.type == "QueueDoesNotExist")
      #expect(await queues.call("CreateQueue", ["QueueName": "made"]).type == "QueueDeletedRecently")
    }
  }

  @Test("With as many in flight as may be, a short poll is told and a long one gets nothing")
  func flightLimit() async throws {
    try await QueueFixture.with(inFlightLimit: 3) { queues in
      for _ in 1...4 { await queues.send("a", to: "work") }
      #expect(
        await queues.call("ReceiveMessage", on: "work", ["MaxNumberOfMessages": 10]).messages.count == 3)
      #expect(await queues.call("ReceiveMessage", on: "work").queryError == "OverLimit;Sender")
      let long = await queues.call("ReceiveMessage", on: "work", ["WaitTimeSeconds": 1])
      #expect(long.status == 200 && long.messages.isEmpty)
    }
  }

  @Test("Requests with another key, another body or another time are not believed")
  func signatures() async throws {
    let authenticator = QueueAuthenticator(KeyRing(hostKey: "local", secret: "hidden"))
    let refusal = try #require(throws: QueueAuthenticator.Refusal.self) {
      try authenticator.authenticate(
        method: "POST", path: "/", query: "", headers: [("host", "q")], body: [])
    }.reply
    #expect(refusal.status == 403)
    let header = refusal.headers.first { $0.0 == "x-amzn-query-error" }?.1
    #expect(header == "MissingAuthenticationToken;Sender")
  }
}
