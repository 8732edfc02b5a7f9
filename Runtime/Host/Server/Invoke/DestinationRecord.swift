internal import Core

/// What a function's destination is told of an event that has ended
/// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html).
struct DestinationRecord {
  enum Condition: String {
    case success = "Success"
    case exhausted = "RetriesExhausted"
    case tooOld = "EventAgeExceeded"
  }

  let event: AsynchronousEvent
  let functionARN: String
  let condition: Condition
  let outcome: InvocationOutcome

  /// The body of SQS's `SendMessage` to a destination, a queue by its name.
  func encoded(for queue: String) -> [UInt8] {
    var context: [(name: String, value: JSON)] = [
      (name: "statusCode", value: 200), (name: "executedVersion", value: "$LATEST"),
    ]
    let payload: [UInt8]
    switch outcome {
    case .success(let answer): payload = answer
    case .failure(let failure):
      payload = failure.payload
      context.append((name: "functionError", value: "Unhandled"))
    }
    let record: JSON = [
      "version": "1.0", "timestamp": .string(Instant.now().description),
      "requestContext": [
        "requestId": .string(event.requestID), "functionArn": .string(functionARN + ":$LATEST"),
        "condition": .string(condition.rawValue), "approximateInvokeCount": JSON(event.runs),
      ],
      "requestPayload": Self.json(event.payload), "responseContext": .object(JSONObject(context)),
      "responsePayload": Self.json(payload),
    ]
    return Self.message(to: queue, body: record.text, attributes: [])
  }

  /// The same for a dead-letter queue, which gets the event itself
  /// (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq).
  func deadLetter(for queue: String) -> [UInt8] {
    var message = ""
    if case .failure(let failure) = outcome {
      message = (try? JSON(parsing: failure.payload))?["errorMessage"]?.string ?? ""
    }
    let attributes: [(name: String, type: String, value: String)] = [
      (name: "RequestID", type: "String", value: event.requestID),
      (name: "ErrorCode", type: "Number", value: "200"),
      // At most one kilobyte, and never empty: SQS refuses that.
      (
        name: "ErrorMessage", type: "String",
        value: message.isEmpty ? "Unknown" : String(message.prefix(1000))
      ),
    ]
    return Self.message(
      to: queue, body: String(decoding: event.payload, as: UTF8.self), attributes: attributes)
  }

  private static func message(
    to queue: String, body: String, attributes: [(name: String, type: String, value: String)]
  ) -> [UInt8] {
    let members = attributes.map { attribute in
      (
        name: attribute.name,
        value: JSON.object(["DataType": .string(attribute.type), "StringValue": .string(attribute.value)])
      )
    }
    let request: JSON = [
      "QueueUrl": .string(queue), "MessageBody": .string(body),
      "MessageAttributes": .object(JSONObject(members)),
    ]
    return request.encoded()
  }

  private static func json(_ bytes: [UInt8]) -> JSON {
    (try? JSON(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
  }
}
