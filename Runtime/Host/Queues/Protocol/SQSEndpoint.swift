internal import Core
internal import HostRights

/// The operations of SQS in the AWS JSON 1.0 protocol, but those about permissions.
struct SQSEndpoint {
  typealias Answer = (Result<JSON, SQSFailure>) -> Void

  let engine: QueueEngine
  let caller: Principal

  var addresses: QueueAddresses { engine.settings.addresses }

  func answer(target: String, body: [UInt8], _ completion: @escaping (QueueReply) -> Void) {
    let answer: Answer = { result in
      switch result {
      case .success(let json): completion(.success(json))
      case .failure(let failure): completion(.failure(failure))
      }
    }
    do {
      try perform(target, SQSParameters(parsing: body), answer)
    } catch {
      completion(.failure(error))
    }
  }

  private func perform(
    _ target: String, _ request: SQSParameters, _ answer: @escaping Answer
  ) throws(SQSFailure) {
    guard target.hasPrefix("AmazonSQS.") else { throw .unknownOperation(target) }
    let operation = target.dropFirst("AmazonSQS.".count)
    try authorize(operation, request)
    switch operation {
    case "SendMessage": try sendMessage(request, answer)
    case "SendMessageBatch": try sendMessageBatch(request, answer)
    case "ReceiveMessage": try receiveMessage(request, answer)
    case "DeleteMessage": try deleteMessage(request, answer)
    case "DeleteMessageBatch": try deleteMessageBatch(request, answer)
    case "ChangeMessageVisibility": try changeMessageVisibility(request, answer)
    case "ChangeMessageVisibilityBatch": try changeMessageVisibilityBatch(request, answer)
    case "GetQueueUrl": try getQueueURL(request, answer)
    case "ListQueues": try listQueues(request, answer)
    case "ListDeadLetterSourceQueues": try listDeadLetterSourceQueues(request, answer)
    case "CreateQueue": try createQueue(request, answer)
    case "DeleteQueue": try deleteQueue(request, answer)
    case "PurgeQueue": try purgeQueue(request, answer)
    case "GetQueueAttributes": try getQueueAttributes(request, answer)
    case "SetQueueAttributes": try setQueueAttributes(request, answer)
    case "TagQueue": try tagQueue(request, answer)
    case "UntagQueue": try untagQueue(request, answer)
    case "ListQueueTags": try listQueueTags(request, answer)
    case "StartMessageMoveTask": try startMessageMoveTask(request, answer)
    case "ListMessageMoveTasks": try listMessageMoveTasks(request, answer)
    case "CancelMessageMoveTask": try cancelMessageMoveTask(request, answer)
    case "AddPermission", "RemovePermission":
      throw .unsupported("There are no permissions on this machine.")
    default: throw .unknownOperation(target)
    }
  }

  /// The queue that `QueueUrl` names; only the last part of the address counts, as the host may be known by
  /// several addresses.
  func queue(_ request: SQSParameters) throws(SQSFailure) -> QueueState {
    let url = try request.requiredString("QueueUrl")
    guard let name = url.split(separator: "/").last, let state = engine.queues[String(name)] else {
      throw .queueDoesNotExist
    }
    return state
  }

  func queue(arn: String) throws(SQSFailure) -> QueueState {
    guard let state = engine.queues.values.first(where: { $0.queue.arn == arn }) else {
      throw .resourceNotFound(
        "The resource that you specified for the SourceArn parameter doesn't exist: \(arn)")
    }
    return state
  }

  /// `Successful` and `Failed` of a batch answer.
  func batchResult(successful: [JSON], failed: [(id: String, failure: SQSFailure)]) -> JSON {
    let failures = failed.map { id, failure -> JSON in
      [
        "Id": .string(id), "Code": .string(failure.queryCode), "Message": .string(failure.message),
        "SenderFault": .bool(failure.status < 500),
      ]
    }
    return failures.isEmpty
      ? ["Successful": .array(successful)]
      : ["Successful": .array(successful), "Failed": .array(failures)]
  }
}
