internal import Core
internal import HostRights

/// Which right each operation takes, and on which queue
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html).
/// Looked at before anything else, so that who may not do a thing does not learn which queues there are.
extension SQSEndpoint {
  func authorize(_ operation: Substring, _ request: SQSParameters) throws(SQSFailure) {
    guard !caller.isHost else { return }
    switch operation {
    case "ListQueues": try require(operation, on: "*")
    case "CreateQueue", "GetQueueUrl":
      let arn = addresses.arnPrefix + (try request.requiredString("QueueName"))
      try require(operation, on: arn)
      if operation == "CreateQueue", try !request.pairs("tags").isEmpty { try require("TagQueue", on: arn) }
    case "StartMessageMoveTask": try authorizeMove(request)
    case "ListMessageMoveTasks": try require(operation, on: request.requiredString("SourceArn"))
    case "CancelMessageMoveTask": try require(operation, on: moveTask(request).source)
    default:
      // A batch takes the right of its single form.
      let single = operation.hasSuffix("Batch") ? operation.dropLast("Batch".count) : operation
      let name = try request.requiredString("QueueUrl").split(separator: "/").last ?? ""
      try require(single, on: addresses.arnPrefix + name)
    }
  }

  /// Moving is receiving and deleting there and sending here
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html).
  private func authorizeMove(_ request: SQSParameters) throws(SQSFailure) {
    let source = try request.requiredString("SourceArn")
    for action in ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"] {
      try require(action[...], on: source)
    }
    var destinations: [String] = []
    if let destination = try request.string("DestinationArn") {
      destinations = [destination]
    } else {
      let name =
        source.hasPrefix(addresses.arnPrefix) ? String(source.dropFirst(addresses.arnPrefix.count)) : ""
      destinations = engine.queues.values.map(\.queue).filter {
        $0.definition.redrive?.deadLetterQueue == name
      }.map(\.arn)
    }
    for destination in destinations.sorted() { try require("SendMessage", on: destination) }
  }

  /// SQS writes its actions in lower case when it refuses them.
  private func require(_ action: Substring, on resource: String) throws(SQSFailure) {
    let refusal = caller.refusal(
      "sqs:" + action.lowercased(), on: resource, account: addresses.account)
    if let refusal { throw .unauthorized("AccessDeniedException", code: "AccessDenied", refusal) }
  }
}
