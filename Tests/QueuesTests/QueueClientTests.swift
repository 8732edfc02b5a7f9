internal import Core
internal import Glibc
internal import HTTPServer
internal import Queues
internal import Signature
internal import TestSupport
internal import Testing

@Suite("The queue is asked in SQS's JSON protocol", .serialized) struct QueueClientTests {
  private func client(_ server: StubServer) -> QueueClient {
    QueueClient(
      endpoint: server.url, region: "local",
      credentials: SignatureV4.Credentials(accessKey: "key", secretKey: "secret", sessionToken: nil))
  }

  @Test("A batch tells which messages were taken")
  func send() throws {
    let server = try StubServer { _ in
      .json(200, #"{"Successful":[{"Id":"1","MessageId":"m"}],"Failed":[{"Id":"2","Code":"InternalError"}]}"#)
    }
    let taken = try client(server).send(
      [.init(id: "1", body: "{}", delay: 5, group: "org"), .init(id: "2", body: "x", delay: 0, group: nil)],
      to: "http://q/1")
    #expect(taken == ["1"])
    let request = try #require(server.requests.first)
    #expect(request.header("x-amz-target") == "AmazonSQS.SendMessageBatch")
    #expect(request.header("content-type") == "application/x-amz-json-1.0")
    #expect(request.header("authorization")?.hasPrefix("AWS4-HMAC-SHA256 Credential=key/") == true)
    #expect(
      try JSON(parsing: request.body) == [
        "QueueUrl": "http://q/1",
        "Entries": [
          ["Id": "1", "MessageBody": "{}", "DelaySeconds": 5, "MessageGroupId": "org"],
          ["Id": "2", "MessageBody": "x", "DelaySeconds": 0],
        ],
      ])
  }

  @Test("A message carries the trace of the invocation that sends it")
  func trace() throws {
    let server = try StubServer { _ in .json(200, #"{"Successful":[{"Id":"1"}]}"#) }
    let trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=53995c3f42cd8ad8;Sampled=1"
    setenv("_X_AMZN_TRACE_ID", trace, 1)
    defer { unsetenv("_X_AMZN_TRACE_ID") }
    _ = try client(server).send([.init(id: "1", body: "{}", delay: 0, group: nil)], to: "http://q/1")
    let entry = try JSON(parsing: try #require(server.requests.first).body)["Entries"]?[0]
    let attribute: JSON = ["DataType": "String", "StringValue": .string(trace)]
    #expect(entry?["MessageSystemAttributes"] == ["AWSTraceHeader": attribute])
  }

  @Test("The depth counts what waits, what is handled and what is delayed")
  func depth() throws {
    let server = try StubServer { _ in
      .json(
        200,
        #"{"Attributes":{"ApproximateNumberOfMessages":"3","ApproximateNumberOfMessagesNotVisible":"4","#
          + #""ApproximateNumberOfMessagesDelayed":"5"}}"#)
    }
    #expect(try client(server).depth(of: "http://q/1") == 12)
  }

  @Test("A message is made visible later") func visibility() throws {
    let server = try StubServer { _ in .json(200, "{}") }
    try client(server).changeVisibility(of: "receipt", in: "http://q/1", seconds: 30)
    let body = try JSON(parsing: try #require(server.requests.first).body)
    #expect(body == ["QueueUrl": "http://q/1", "ReceiptHandle": "receipt", "VisibilityTimeout": 30])
  }

  @Test("A refusal, nonsense or silence is an error that names the operation", arguments: [400, 500, 200, 0])
  func refused(_ status: Int) throws {
    let server = try StubServer { _ in status == 0 ? nil : .json(status, "nonsense") }
    let error = try #require(throws: QueueError.self) { try client(server).depth(of: "http://q/1") }
    #expect(error.operation == "GetQueueAttributes")
  }
}
