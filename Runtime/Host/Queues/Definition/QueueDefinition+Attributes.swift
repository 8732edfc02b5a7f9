internal import Core

/// The attributes under which SQS knows what a definition says.
extension QueueDefinition {
  /// Changes one attribute, in the text form of the wire. `arnPrefix` is what the ARN of every queue here begins
  /// with.
  mutating func set(_ attribute: String, to text: String, arnPrefix: String) throws(SQSFailure) {
    switch attribute {
    case "VisibilityTimeout": visibilityTimeout = try Self.integer(text, in: 0...43_200, attribute)
    case "DelaySeconds": delaySeconds = try Self.integer(text, in: 0...900, attribute)
    case "MessageRetentionPeriod": retention = try Self.integer(text, in: 60...1_209_600, attribute)
    case "ReceiveMessageWaitTimeSeconds": waitSeconds = try Self.integer(text, in: 0...20, attribute)
    case "MaximumMessageSize": maximumMessageSize = try Self.integer(text, in: 1024...1_048_576, attribute)
    case "RedrivePolicy": redrive = try text.isEmpty ? nil : Self.redrive(text, arnPrefix)
    case "RedriveAllowPolicy":
      guard let allowance = text.isEmpty ? .all : RedriveAllowance(text) else {
        throw .invalidAttributeValue(attribute)
      }
      redriveAllowance = allowance
    case "FifoQueue":
      // Standard queues do not have the attribute, not even as false.
      guard isFIFO else { throw .unknownAttribute(attribute) }
      guard text == "true" else { throw .invalidAttributeValue(attribute) }
    case "ContentBasedDeduplication":
      deduplicatesByContent = try fifoChoice(text, of: attribute, "true", or: "false")
    case "DeduplicationScope":
      deduplicatesWithinGroups = try fifoChoice(text, of: attribute, "messageGroup", or: "queue")
    case "FifoThroughputLimit":
      _ = try fifoChoice(text, of: attribute, "perMessageGroupId", or: "perQueue")
      inert[attribute] = text
    case "SqsManagedSseEnabled":
      guard text == "true" || text == "false" else { throw .invalidAttributeValue(attribute) }
      inert[attribute] = text
    case "KmsDataKeyReusePeriodSeconds":
      inert[attribute] = String(try Self.integer(text, in: 60...86_400, attribute))
    case "Policy", "KmsMasterKeyId": inert[attribute] = text.isEmpty ? nil : text
    default: throw .unknownAttribute(attribute)
    }
  }

  /// What can be set, as `GetQueueAttributes` tells it.
  func attributes(arnPrefix: String) -> [String: String] {
    var attributes = inert
    attributes["VisibilityTimeout"] = String(visibilityTimeout)
    attributes["DelaySeconds"] = String(delaySeconds)
    attributes["MessageRetentionPeriod"] = String(retention)
    attributes["ReceiveMessageWaitTimeSeconds"] = String(waitSeconds)
    attributes["MaximumMessageSize"] = String(maximumMessageSize)
    if inert["SqsManagedSseEnabled"] == nil { attributes["SqsManagedSseEnabled"] = "false" }
    if let redrive {
      let policy: JSON = [
        "deadLetterTargetArn": .string(arnPrefix + redrive.deadLetterQueue),
        "maxReceiveCount": JSON(redrive.maxReceiveCount),
      ]
      attributes["RedrivePolicy"] = policy.text
    }
    if redriveAllowance != .all { attributes["RedriveAllowPolicy"] = redriveAllowance.text }
    if isFIFO {
      attributes["FifoQueue"] = "true"
      attributes["ContentBasedDeduplication"] = String(deduplicatesByContent)
      attributes["DeduplicationScope"] = deduplicatesWithinGroups ? "messageGroup" : "queue"
      if inert["FifoThroughputLimit"] == nil { attributes["FifoThroughputLimit"] = "perQueue" }
    }
    return attributes
  }

  private static func integer(
    _ text: String, in range: ClosedRange<Int>, _ attribute: String
  ) throws(SQSFailure) -> Int {
    guard let number = Int(text), range.contains(number) else { throw .invalidAttributeValue(attribute) }
    return number
  }

  private func fifoChoice(
    _ text: String, of attribute: String, _ yes: String, or no: String
  ) throws(SQSFailure) -> Bool {
    guard isFIFO else { throw .unknownAttribute(attribute) }
    guard text == yes || text == no else { throw .invalidAttributeValue(attribute) }
    return text == yes
  }

  /// `maxReceiveCount` may be text or a number; 10 when it is absent.
  private static func redrive(_ text: String, _ arnPrefix: String) throws(SQSFailure) -> Redrive {
    func refuse(_ reason: String) -> SQSFailure {
      .invalidValue("Value \(text) for parameter RedrivePolicy is invalid. Reason: \(reason)")
    }
    guard let policy = (try? JSON(parsing: text))?.object else {
      throw refuse("Redrive policy is not a valid JSON map.")
    }
    guard let arn = policy["deadLetterTargetArn"]?.string else {
      throw refuse("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
    }
    guard arn.hasPrefix(arnPrefix) else { throw refuse("Dead letter target does not exist.") }
    let given = policy["maxReceiveCount"]
    let count = given.map { value in value.string.flatMap { Int64($0) } ?? value.integer } ?? 10
    guard let count, (1...1000).contains(count) else {
      throw refuse("Invalid value for maxReceiveCount: must be between 1 and 1000.")
    }
    return Redrive(deadLetterQueue: String(arn.dropFirst(arnPrefix.count)), maxReceiveCount: Int(count))
  }
}
