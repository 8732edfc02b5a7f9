internal import Core
internal import Harness
internal import HostQueues
internal import Testing

@Suite("Queues hold on to messages until they are deleted") struct QueueDeliveryTests {
  @Test("A message is received once, hidden while in flight, and gone when deleted")
  func life() async throws {
    try await QueueFixture.with { queues in
      await queues.send("hello", to: "work")
      let message = try #require(await queues.receive(from: "work"))
      #expect(message["Body"]?.string == "hello")
      #expect(message["MD5OfBody"]?.string == "5d41402abc4b2a76b9719d911017c592")
      #expect(message["Attributes"]?["ApproximateReceiveCount"]?.string == "1")
      #expect(await queues.receive(from: "work") == nil)
      #expect(queues.depth(of: "work")?.inFlight == 1)
      let handle = try #require(message["ReceiptHandle"])
      #expect(await queues.call("DeleteMessage", on: "work", ["ReceiptHandle": handle]).status == 200)
      #expect(await queues.call("DeleteMessage", on: "work", ["ReceiptHandle": handle]).status == 200)
      #expect(queues.depth(of: "work")?.inFlight == 0)
    }
  }

  @Test("A message that is not deleted in time comes again, with a new handle and a higher count")
  func again() async throws {
    try await QueueFixture.with { queues in
      await queues.send("hello", to: "work")
      let first = try #require(await queues.receive(from: "work", visibility: 1))
      let second = try #require(await queues.receive(from: "work", wait: 5))
      #expect(second["MessageId"] == first["MessageId"])
      #expect(second["ReceiptHandle"] != first["ReceiptHandle"])
      #expect(second["Attributes"]?["ApproximateReceiveCount"]?.string == "2")
      let old = try #require(first["ReceiptHandle"])
      #expect(await queues.call("DeleteMessage", on: "work", ["ReceiptHandle": old]).status == 200)
      #expect(queues.depth(of: "work")?.inFlight == 1)
    }
  }

  @Test("A delay holds a message back, whether the queue or the sender asks for it")
  func delay() async throws {
    try await QueueFixture.with { queues in
      await queues.call("SendMessage", on: "work", ["MessageBody": "much later", "DelaySeconds": 900])
      #expect(await queues.receive(from: "work") == nil)
      #expect(queues.depth(of: "work")?.delayed == 1)
      await queues.send("by the queue", to: "late")
      await queues.call("SendMessage", on: "work", ["MessageBody": "by the sender", "DelaySeconds": 1])
      for (queue, body) in [("late", "by the queue"), ("work", "by the sender")] {
        let message = try #require(await queues.receive(from: queue, wait: 5))
        #expect(message["Body"]?.string == body)
        let times = ["SentTimestamp", "ApproximateFirstReceiveTimestamp"].compactMap {
          message["Attributes"]?[$0]?.string.flatMap { Int64($0) }
        }
        #expect(times.count == 2 && times[1] - times[0] >= 1000)
      }
    }
  }

  @Test("A long poll ends as soon as a message arrives, and without one when its time is over")
  func longPoll() async throws {
    try await QueueFixture.with { queues in
      let start = Instant.now()
      async let waiting = queues.receive(from: "work", wait: 20)
      await queues.send("awaited", to: "work")
      #expect(await waiting?["Body"]?.string == "awaited")
      #expect(Instant.now() - start < .seconds(5))
      let quiet = Instant.now()
      #expect(await queues.receive(from: "work", wait: 1) == nil)
      #expect(Instant.now() - quiet >= .milliseconds(990))
    }
  }

  @Test("The visibility of a message in flight can be changed from now on, that of another cannot")
  func visibility() async throws {
    try await QueueFixture.with { queues in
      await queues.send("hello", to: "work")
      let handle = try #require(await queues.receive(from: "work")?["ReceiptHandle"])
      func change(_ seconds: JSON) async -> QueueFixture.Reply {
        await queues.call(
          "ChangeMessageVisibility", on: "work", ["ReceiptHandle": handle, "VisibilityTimeout": seconds])
      }
      #expect(await change(43_201).queryError == "InvalidParameterValue;Sender")
      #expect(await change(0).status == 200)
      #expect(await queues.receive(from: "work") != nil)
      #expect(await change(5).queryError == "AWS.SimpleQueueService.MessageNotInflight;Sender")
    }
  }

  /// Counted from the receive, the message would have been there again at once: two seconds after it are over.
  @Test("A new visibility counts from the call, not from the receive")
  func visibilityFromTheCall() async throws {
    try await QueueFixture.with { queues in
      await queues.send("hello", to: "work")
      let handle = try #require(await queues.receive(from: "work", visibility: 60)?["ReceiptHandle"])
      // Two seconds of the receive pass by a receive that waits as long for nothing.
      #expect(await queues.receive(from: "work", wait: 2) == nil)
      let asked = Instant.now()
      let change = await queues.call(
        "ChangeMessageVisibility", on: "work", ["ReceiptHandle": handle, "VisibilityTimeout": 2])
      #expect(change.status == 200)
      #expect(await queues.receive(from: "work", wait: 1) == nil)
      #expect(await queues.receive(from: "work", wait: 5) != nil)
      #expect(Instant.now() - asked >= .milliseconds(1990))
    }
  }

  @Test("What was received too often becomes a dead letter, which a redrive brings back as new")
  func deadLetters() async throws {
    try await QueueFixture.with { queues in
      await queues.send("poison", to: "work")
      for _ in 1...2 { #expect(await queues.receive(from: "work", visibility: 0, wait: 2) != nil) }
      #expect(await queues.receive(from: "work", wait: 1) == nil)
      #expect(queues.depth(of: "dead")?.visible == 1)
      #expect(queues.depth(of: "dead")?.deadLetterSources == ["work"])
      let letter = try #require(await queues.receive(from: "dead", visibility: 0))
      #expect(
        letter["Attributes"]?["DeadLetterQueueSourceArn"]?.string == "arn:aws:sqs:local:000000000000:work")
      #expect(letter["Attributes"]?["ApproximateReceiveCount"]?.string == "3")
      let refused = await queues.call(
        "StartMessageMoveTask", ["SourceArn": "arn:aws:sqs:local:000000000000:work"])
      #expect(refused.status == 400)
      // The look above hid it for a millisecond.
      _ = try wait(for: "dead letter", upTo: .seconds(5)) {
        queues.depth(of: "dead")?.visible == 1 ? true : nil
      }
      let moved = await queues.call(
        "StartMessageMoveTask", ["SourceArn": "arn:aws:sqs:local:000000000000:dead"])
      #expect(moved.json["TaskHandle"]?.string != nil)
      let back = try #require(await queues.receive(from: "work", wait: 2))
      #expect(back["Body"]?.string == "poison")
      #expect(back["Attributes"]?["ApproximateReceiveCount"]?.string == "1")
    }
  }

  @Test("What was acknowledged outlives the service: waiting, delayed and in flight")
  func durability() async throws {
    let first = try QueueFixture()
    await first.send("waiting", to: "dead")
    await first.send("delayed", to: "late")
    await first.send("in flight", to: "work")
    let handle = try #require(await first.receive(from: "work")?["ReceiptHandle"])
    await first.send("deleted", to: "dead")
    let second = try first.reopened()
    #expect(await first.call("ListQueues").queryError == "ServiceUnavailable;Receiver")
    #expect(second.depth(of: "dead")?.visible == 2)
    #expect(second.depth(of: "work")?.inFlight == 1)
    #expect(await second.receive(from: "late", wait: 5)?["Body"]?.string == "delayed")
    #expect(await second.call("DeleteMessage", on: "work", ["ReceiptHandle": handle]).status == 200)
    #expect(second.depth(of: "work")?.inFlight == 0)
    try second.dispose()
  }

  @Test("A busy group does not keep the others waiting")
  func fairness() async throws {
    try await QueueFixture.with { queues in
      for group in [String](repeating: "busy", count: 40) + ["quiet"] {
        await queues.call(
          "SendMessage", on: "work", ["MessageBody": .string(group), "MessageGroupId": .string(group)])
      }
      for _ in 1...3 { await queues.call("ReceiveMessage", on: "work", ["MaxNumberOfMessages": 10]) }
      // Which groups are busy is found out once a second: this wait is longer.
      #expect(await queues.receive(from: "late", wait: 2) == nil)
      #expect(await queues.receive(from: "work")?["Body"]?.string == "quiet")
      #expect(await queues.receive(from: "work")?["Body"]?.string == "busy")
    }
  }

  @Test("Functions' own receives and deletes follow the same rules; a stopped service hands out no more")
  func inProcess() async throws {
    try await QueueFixture.with { queues in
      await queues.send("hello", to: "work")
      let received = await receive(queues.service)
      #expect(received.map(\.body) == ["hello"])
      #expect(received.first?.attributes["ApproximateReceiveCount"] == "1")
      #expect(received.first?.queueARN == "arn:aws:sqs:local:000000000000:work")
      await withCheckedContinuation { done in
        queues.service.changeVisibility("work", receiptHandles: received.map(\.receiptHandle), seconds: 0) {
          done.resume()
        }
      }
      let again = await receive(queues.service)
      #expect(again.first?.attributes["ApproximateReceiveCount"] == "2")
      await withCheckedContinuation { done in
        queues.service.delete("work", receiptHandles: again.map(\.receiptHandle) + ["nonsense"]) {
          done.resume()
        }
      }
      #expect(queues.depth(of: "work")?.inFlight == 0)
      async let open = receive(queues.service)
      queues.service.stopReceiving()
      #expect(await open.isEmpty)
      await queues.send("later", to: "work")
      #expect(await receive(queues.service).isEmpty)
      #expect(queues.depth(of: "work")?.visible == 1)
    }
  }

  @Test("A queue that SQS would not have is refused")
  func definitions() {
    let odd = [
      QueueDefinition(name: ".fifo"), QueueDefinition(name: "a", deduplicatesByContent: true),
      QueueDefinition(name: "a", maximumMessageSize: 1023), QueueDefinition(name: "ä"),
      QueueDefinition(name: ""),
      QueueDefinition(name: "a", visibilityTimeout: 43_201), QueueDefinition(name: "a", delaySeconds: 901),
      QueueDefinition(name: "a", retention: 59), QueueDefinition(name: "a", waitSeconds: 21),
      QueueDefinition(name: "a", redrive: .init(deadLetterQueue: "b", maxReceiveCount: 3)),
      QueueDefinition(name: "a", redrive: .init(deadLetterQueue: "a", maxReceiveCount: 3)),
    ]
    for definition in odd {
      #expect(throws: QueueDefinitionError.self) { _ = try QueueFixture([definition]) }
    }
  }

  private func receive(_ service: QueueService) async -> [ReceivedMessage] {
    await withCheckedContinuation { continuation in
      service.receive("work", max: 10, wait: .seconds(10)) { continuation.resume(returning: $0) }
    }
  }
}
