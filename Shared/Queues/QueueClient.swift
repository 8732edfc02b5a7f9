internal import Core
internal import HTTPClient
package import Signature

/// Amazon SQS over its JSON protocol
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html).
package final class QueueClient {
  private let endpoint: String
  private let host: String
  private let signature: SignatureV4
  private let client = HTTPClient()

  /// `endpoint` replaces AWS's own, as `AWS_ENDPOINT_URL_SQS` does in AWS's clients.
  package init(endpoint: String?, region: String, credentials: SignatureV4.Credentials) {
    let endpoint = endpoint ?? "https://sqs.\(region).amazonaws.com"
    self.endpoint = endpoint
    host = hostName(of: endpoint)
    signature = SignatureV4(credentials, region: region, service: "sqs")
  }

  /// One message of a batch.
  package struct Entry: Sendable {
    /// Names the entry within its batch.
    package let id: String
    package let body: String
    /// Seconds until it is delivered, 0...900.
    package let delay: Int
    /// Tells tenants apart, so that one with much to do does not hold up the others (fair queues).
    package let group: String?

    package init(id: String, body: String, delay: Int, group: String?) {
      self.id = id
      self.body = body
      self.delay = delay
      self.group = group
    }
  }

  /// Sends up to ten messages, each with the trace of the current invocation, and returns the ids of those that the queue has taken.
  package func send(_ entries: [Entry], to queueURL: String) throws(QueueError) -> [String] {
    let trace = Trace.current
    let messages = entries.map { entry -> JSON in
      var message: JSONObject = [
        "Id": .string(entry.id), "MessageBody": .string(entry.body), "DelaySeconds": JSON(entry.delay),
      ]
      if let group = entry.group { message["MessageGroupId"] = .string(group) }
      if let trace {
        message["MessageSystemAttributes"] = [
          "AWSTraceHeader": ["DataType": "String", "StringValue": .string(trace)]
        ]
      }
      return .object(message)
    }
    let answer = try call("SendMessageBatch", ["QueueUrl": .string(queueURL), "Entries": .array(messages)])
    return (answer["Successful"]?.array ?? []).compactMap { $0["Id"]?.string }
  }

  /// Makes a received message visible again after `seconds`, 0...43200.
  package func changeVisibility(of receiptHandle: String, in queueURL: String, seconds: Int)
    throws(QueueError)
  {
    _ = try call(
      "ChangeMessageVisibility",
      [
        "QueueUrl": .string(queueURL), "ReceiptHandle": .string(receiptHandle),
        "VisibilityTimeout": JSON(seconds),
      ])
  }

  /// How many messages wait, are being handled, and are delayed.
  package func depth(of queueURL: String) throws(QueueError) -> Int {
    let names = ["", "NotVisible", "Delayed"].map { "ApproximateNumberOfMessages\($0)" }
    let answer = try call(
      "GetQueueAttributes",
      ["QueueUrl": .string(queueURL), "AttributeNames": .array(names.map { .string($0) })])
    return names.reduce(0) { $0 + (answer["Attributes"]?[$1]?.string.flatMap { Int($0) } ?? 0) }
  }

  private func call(_ operation: String, _ body: JSONObject) throws(QueueError) -> JSON {
    let body = JSON.object(body).encoded()
    let headers = signature.sign(
      headers: [
        ("content-type", "application/x-amz-json-1.0"), ("host", host),
        ("x-amz-target", "AmazonSQS.\(operation)"),
      ], body: body, at: .now())
    let response: InboundResponse
    do {
      response = try client.send(
        OutboundRequest("POST", endpoint + "/", headers: headers, body: body, timeout: .seconds(10)))
    } catch {
      throw QueueError(operation: operation, reason: error.reason)
    }
    guard response.status == 200, let answer = try? JSON(parsing: response.body) else {
      throw QueueError(
        operation: operation, reason: String(decoding: response.body.prefix(500), as: UTF8.self))
    }
    return answer
  }
}

/// A queue did not do what it was asked.
package struct QueueError: Error, Sendable {
  package let operation: String
  package let reason: String
}
