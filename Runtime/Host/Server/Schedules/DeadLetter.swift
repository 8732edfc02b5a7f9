internal import Core
internal import HostTemplate

/// The message that a schedule's dead-letter queue gets for a tick that could not be delivered
/// (https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html,
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html).
struct DeadLetter {
  let event: ScheduleEvent
  let functionARN: String
  let payload: [UInt8]
  let execution: String
  let occurrence: Occurrence
  let exhaustion: Occurrence.Exhaustion
  let failure: InvocationFailure

  /// The body of SQS's `SendMessage`.
  func sendMessage(to queue: String) -> [UInt8] {
    let members = attributes.map { name, value in
      (name: name, value: JSON.object(["DataType": "String", "StringValue": .string(value)]))
    }
    let request: JSON = [
      "QueueUrl": .string(queue), "MessageBody": .string(body),
      "MessageAttributes": .object(JSONObject(members)),
    ]
    return request.encoded()
  }

  /// A rule's queue gets the event, the Scheduler's the call of the target.
  private var body: String {
    let text = String(decoding: payload, as: UTF8.self)
    guard case .scheduler = event.schedule.service else { return text }
    let call: JSON = [
      "FunctionName": .string(functionARN), "InvocationType": "Event", "Payload": .string(text),
    ]
    return call.text
  }

  private var attributes: [(name: String, value: String)] {
    let error = try? JSON(parsing: failure.payload)
    let common = [
      (name: "ERROR_CODE", value: error?["errorType"]?.string ?? "Unknown"),
      (name: "ERROR_MESSAGE", value: error?["errorMessage"]?.string ?? "Unknown"),
      (name: "EXHAUSTED_RETRY_CONDITION", value: exhaustion.rawValue),
      (name: "RETRY_ATTEMPTS", value: String(occurrence.attempts - 1)),
      (name: "TARGET_ARN", value: functionARN),
    ]
    switch event.schedule.service {
    case .rule: return common + [(name: "RULE_ARN", value: event.arn)]
    case .scheduler:
      return common + [
        (name: "SCHEDULE_ARN", value: event.arn), (name: "EXECUTION_ID", value: execution),
        (name: "SCHEDULED_TIME", value: Instant(seconds: occurrence.due.seconds).description),
        (name: "IS_PAYLOAD_TRUNCATED", value: "false"),
      ]
    }
  }
}
