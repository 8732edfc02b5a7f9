internal import Core
internal import HostQueues
internal import Testing

@Suite("Queues answer as SQS does") struct QueueProtocolTests {
  @Test(
    "An error names its shape, and the older protocol's code that SDKs show",
    arguments: [
      ("SendMessage", #"{"MessageBody": "a"}"#, "MissingRequiredParameterException", "MissingParameter"),
      (
        "SendMessage", #"{"QueueUrl": "http://q/1/none", "MessageBody": "a"}"#, "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue"
      ),
      (
        "GetQueueUrl", #"{"QueueName": "none"}"#, "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue"
      ),
      ("SendMessage", #"{"QueueUrl": "work"}"#, "MissingRequiredParameterException", "MissingParameter"),
      (
        "SendMessage", #"{"QueueUrl": "work", "MessageBody": 1}"#, "SerializationException",
        "SerializationException"
      ),
      (
        "SendMessage", #"{"QueueUrl": "work", "MessageBody": "\u0000"}"#, "InvalidMessageContents",
        "InvalidMessageContents"
      ),
      (
        "SendMessage", #"{"QueueUrl": "work", "MessageBody": "a", "DelaySeconds": 901}"#,
        "InvalidParameterValueException", "InvalidParameterValue"
      ),
      (
        "SendMessage",
        #"{"QueueUrl": "work", "MessageBody": "a", "MessageAttributes": {"n": {"DataType": "Number", "StringValue": "x"}}}"#,
        "InvalidParameterValueException", "InvalidParameterValue"
      ),
      (
        "ReceiveMessage", #"{"QueueUrl": "work", "MaxNumberOfMessages": 11}"#,
        "InvalidParameterValueException", "InvalidParameterValue"
      ),
      (
        "ReceiveMessage", #"{"QueueUrl": "work", "WaitTimeSeconds": 21}"#, "InvalidParameterValueException",
        "InvalidParameterValue"
      ),
      (
        "DeleteMessage", #"{"QueueUrl": "work", "ReceiptHandle": "odd"}"#, "ReceiptHandleIsInvalid",
        "ReceiptHandleIsInvalid"
      ),
      (
        "SendMessageBatch", #"{"QueueUrl": "work", "Entries": []}"#, "EmptyBatchRequest",
        "AWS.SimpleQueueService.EmptyBatchRequest"
      ),
      (
        "SendMessageBatch",
        #"{"QueueUrl": "work", "Entries": [{"Id": "a", "MessageBody": "1"}, {"Id": "a", "MessageBody": "2"}]}"#,
        "BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"
      ),
      (
        "SendMessageBatch", #"{"QueueUrl": "work", "Entries": [{"Id": "a b", "MessageBody": "1"}]}"#,
        "InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"
      ),
      (
        "GetQueueAttributes", #"{"QueueUrl": "work", "AttributeNames": ["Colour"]}"#, "InvalidAttributeName",
        "InvalidAttributeName"
      ),
      (
        "StartMessageMoveTask", #"{"SourceArn": "arn:aws:sqs:local:000000000000:none"}"#,
        "ResourceNotFoundException", "ResourceNotFoundException"
      ),
      (
        "DeleteQueue", #"{"QueueUrl": "work"}"#, "UnsupportedOperation",
        "AWS.SimpleQueueService.UnsupportedOperation"
      ),
      (
        "CreateQueue", #"{"QueueName": "work", "Attributes": {"DelaySeconds": "7"}}"#, "QueueNameExists",
        "QueueAlreadyExists"
      ),
      (
        "CreateQueue", #"{"QueueName": "new", "Attributes": {"DelaySeconds": "901"}}"#,
        "InvalidAttributeValue", "InvalidAttributeValue"
      ),
      (
        "CreateQueue", #"{"QueueName": "new", "Attributes": {"Colour": "red"}}"#, "InvalidAttributeName",
        "InvalidAttributeName"
      ),
      (
        "CreateQueue", #"{"QueueName": "a b"}"#, "InvalidParameterValueException", "InvalidParameterValue"
      ),
      (
        "AddPermission", #"{"QueueUrl": "work"}"#, "UnsupportedOperation",
        "AWS.SimpleQueueService.UnsupportedOperation"
      ),
      ("Dance", "{}", "UnknownOperationException", "InvalidAction"),
      ("ListQueues", "not JSON", "SerializationException", "SerializationException"),
      ("ListQueues", "[]", "SerializationException", "SerializationException"),
    ])
  func errors(_ operation: String, _ body: String, _ type: String, _ code: String) async throws {
    try await QueueFixture.with { queues in
      let reply = await queues.send("AmazonSQS.\(operation)", Array(body.utf8))
      #expect(reply.status == 400)
      #expect(reply.type == type)
      #expect(reply.queryError == "\(code);Sender")
      #expect(reply.json["message"]?.string?.isEmpty == false)
    }
  }

  @Test("A batch reports each entry by itself: some are sent, others fail")
  func partialFailures() async throws {
    try await QueueFixture.with { queues in
      let reply = await queues.call(
        "SendMessageBatch", on: "work",
        [
          "Entries": [
            ["Id": "good", "MessageBody": "hello"], ["Id": "late", "MessageBody": "a", "DelaySeconds": 901],
            ["Id": "odd", "MessageBody": "\u{1}"],
          ]
        ])
      #expect(reply.status == 200)
      #expect(reply.json["Successful"]?.array?.compactMap { $0["Id"]?.string } == ["good"])
      #expect(reply.json["Successful"]?[0]?["MD5OfMessageBody"]?.string == "5d41402abc4b2a76b9719d911017c592")
      let failed = reply.json["Failed"]?.array ?? []
      #expect(failed.compactMap { $0["Id"]?.string } == ["late", "odd"])
      #expect(
        failed.compactMap { $0["Code"]?.string } == ["InvalidParameterValue", "InvalidMessageContents"])
      #expect(failed.allSatisfy { $0["SenderFault"]?.bool == true })
      let handle = try #require(await queues.receive(from: "work")?["ReceiptHandle"])
      let settled = await queues.call(
        "DeleteMessageBatch", on: "work",
        ["Entries": [["Id": "a", "ReceiptHandle": handle], ["Id": "b", "ReceiptHandle": "odd"]]])
      #expect(settled.json["Successful"]?.array?.compactMap { $0["Id"]?.string } == ["a"])
      #expect(settled.json["Failed"]?[0]?["Code"]?.string == "ReceiptHandleIsInvalid")
    }
  }

  @Test("Attributes come back as they were sent, with the digest that SDKs check")
  func attributes() async throws {
    let attributes: JSONObject = [
      "trace": ["DataType": "String", "StringValue": "abc"], "n": ["DataType": "Number", "StringValue": "1"],
      "blob": ["DataType": "Binary", "BinaryValue": "AP8="],
    ]
    // MD5 over the attributes' lengths, types and values, computed with Python's hashlib.
    let digest = "4223d86c4b9ca01b6e79b635b5de0a00"
    try await QueueFixture.with { queues in
      let sent = await queues.call(
        "SendMessage", on: "work", ["MessageBody": "hello", "MessageAttributes": .object(attributes)])
      #expect(sent.json["MD5OfMessageAttributes"]?.string == digest)
      let reply = await queues.call("ReceiveMessage", on: "work", ["MessageAttributeNames": ["All"]])
      let message = try #require(reply.messages.first)
      #expect(message["MD5OfMessageAttributes"]?.string == digest)
      for (name, value) in attributes.members {
        for (member, text) in value.object?.members ?? [] {
          #expect(message["MessageAttributes"]?[name]?[member] == text)
        }
      }
    }
  }

  @Test("Purging empties a queue, once a minute")
  func purge() async throws {
    try await QueueFixture.with { queues in
      for _ in 1...3 { await queues.send("hello", to: "work") }
      #expect(await queues.call("PurgeQueue", on: "work").status == 200)
      #expect(queues.depth(of: "work")?.visible == 0)
      let again = await queues.call("PurgeQueue", on: "work")
      #expect(again.queryError == "AWS.SimpleQueueService.PurgeQueueInProgress;Sender")
    }
  }

  @Test("Queues are listed by prefix and page, and describe themselves")
  func descriptions() async throws {
    try await QueueFixture.with { queues in
      let page = await queues.call("ListQueues", ["MaxResults": 2])
      #expect(page.json["QueueUrls"] == ["http://q/000000000000/dead", "http://q/000000000000/late"])
      let token = try #require(page.json["NextToken"])
      #expect(
        await queues.call("ListQueues", ["NextToken": token]).json["QueueUrls"] == [
          "http://q/000000000000/work"
        ])
      #expect(await queues.call("ListQueues", ["QueueNamePrefix": "l"]).json["QueueUrls"]?.array?.count == 1)
      let attributes = await queues.call("GetQueueAttributes", on: "work", ["AttributeNames": ["All"]]).json[
        "Attributes"]
      #expect(attributes?["QueueArn"]?.string == "arn:aws:sqs:local:000000000000:work")
      #expect(attributes?["VisibilityTimeout"]?.string == "30")
      let policy = try JSON(parsing: Array(try #require(attributes?["RedrivePolicy"]?.string).utf8))
      #expect(policy["deadLetterTargetArn"]?.string == "arn:aws:sqs:local:000000000000:dead")
    }
  }

  @Test("A message holds up to 1 MiB")
  func size() async throws {
    try await QueueFixture.with { queues in
      let largest = String(repeating: "a", count: 1 << 20)
      #expect(await queues.call("SendMessage", on: "work", ["MessageBody": .string(largest)]).status == 200)
      #expect(await queues.receive(from: "work")?["Body"]?.string == largest)
      let above = await queues.call("SendMessage", on: "work", ["MessageBody": .string(largest + "a")])
      #expect(above.queryError == "InvalidParameterValue;Sender")
      let half = JSON.string(String(repeating: "a", count: 600_000))
      let batch = await queues.call(
        "SendMessageBatch", on: "work",
        ["Entries": [["Id": "a", "MessageBody": half], ["Id": "b", "MessageBody": half]]])
      #expect(batch.queryError == "AWS.SimpleQueueService.BatchRequestTooLong;Sender")
    }
  }
}
