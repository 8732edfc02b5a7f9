internal import Core

/// Operations on whole queues.
extension SQSEndpoint {
  func getQueueURL(_ request: SQSParameters, _ answer: Answer) throws(SQSFailure) {
    guard let state = engine.queues[try request.requiredString("QueueName")] else { throw .queueDoesNotExist }
    answer(.success(["QueueUrl": .string(state.queue.url)]))
  }

  func listQueues(_ request: SQSParameters, _ answer: Answer) throws(SQSFailure) {
    let prefix = try request.string("QueueNamePrefix") ?? ""
    let limit = try request.integer("MaxResults", in: 1...1000) ?? 1000
    let last = try request.string("NextToken") ?? ""
    let names = engine.queues.keys.filter { $0.hasPrefix(prefix) && $0 > last }.sorted()
    let page = names.prefix(limit)
    var result: JSONObject = [
      "QueueUrls": .array(page.compactMap { engine.queues[$0].map { .string($0.queue.url) } })
    ]
    result["NextToken"] = names.count > limit ? page.last.map { .string($0) } : nil
    answer(.success(.object(result)))
  }

  func getQueueAttributes(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let queue = try queue(request).queue
    let wanted = try request.strings("AttributeNames")
    if let unknown = wanted.first(where: { !Self.attributeNames.contains($0) }) {
      throw .invalidAttributeName(unknown)
    }
    engine.perform { store, now in
      let all = self.attributes(of: queue, try store.findDepth(of: queue.id, at: now))
      let members = all.members.filter { wanted.contains("All") || wanted.contains($0.name) }
      return members.isEmpty ? [:] : ["Attributes": .object(JSONObject(members))]
    } then: {
      answer($0)
    }
  }

  func purgeQueue(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    engine.perform { store, now in
      if let purgedAt = state.purgedAt, now - purgedAt < 60_000 { throw SQSFailure.purgeInProgress }
      try store.deleteAll(in: state.queue.id)
      state.purgedAt = now
    } then: { result in
      answer(result.map { [:] })
    }
  }

  /// Moves everything visible in a dead-letter queue at once, so that there is no task to list or to cancel.
  func startMessageMoveTask(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let source = try queue(arn: request.requiredString("SourceArn"))
    guard isDeadLetterQueue(source) else {
      throw .invalidValue("The source queue is not the dead-letter queue of any queue.")
    }
    let destination = try request.string("DestinationArn").map { arn throws(SQSFailure) in
      try queue(arn: arn)
    }
    engine.perform { store, now in
      try store.updateRedriven(from: source.queue.id, to: destination?.queue.id, at: now)
    } then: { result in
      for state in self.engine.queues.values { self.engine.touch(state) }
      answer(result.map { _ in ["TaskHandle": .string(UUID.v7().description)] })
    }
  }

  private func queue(arn: String) throws(SQSFailure) -> QueueState {
    guard let state = engine.queues.values.first(where: { $0.queue.arn == arn }) else {
      throw .resourceNotFound("The resource \(arn) does not exist.")
    }
    return state
  }

  private func isDeadLetterQueue(_ state: QueueState) -> Bool {
    engine.queues.values.contains { $0.queue.definition.redrive?.deadLetterQueue == state.queue.name }
  }

  private func attributes(of queue: Queue, _ depth: MessageStore.Depth) -> JSONObject {
    let definition = queue.definition
    let created = JSON.string(String(queue.createdAt / 1000))
    var attributes: JSONObject = [
      "QueueArn": .string(queue.arn),
      "ApproximateNumberOfMessages": .string(String(depth.visible)),
      "ApproximateNumberOfMessagesNotVisible": .string(String(depth.inFlight)),
      "ApproximateNumberOfMessagesDelayed": .string(String(depth.delayed)),
      "CreatedTimestamp": created, "LastModifiedTimestamp": created,
      "VisibilityTimeout": .string(String(definition.visibilityTimeout)),
      "MaximumMessageSize": "1048576",
      "MessageRetentionPeriod": .string(String(definition.retention)),
      "DelaySeconds": .string(String(definition.delaySeconds)),
      "ReceiveMessageWaitTimeSeconds": .string(String(definition.waitSeconds)),
      "SqsManagedSseEnabled": "false",
    ]
    if let redrive = definition.redrive {
      let policy: JSON = [
        "deadLetterTargetArn": .string(queue.siblingARN(redrive.deadLetterQueue)),
        "maxReceiveCount": JSON(redrive.maxReceiveCount),
      ]
      attributes["RedrivePolicy"] = .string(policy.text)
    }
    return attributes
  }

  private static let attributeNames: Set = [
    "All", "Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod",
    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp",
    "LastModifiedTimestamp", "QueueArn", "ApproximateNumberOfMessagesDelayed", "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "FifoQueue", "ContentBasedDeduplication",
    "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "DeduplicationScope", "FifoThroughputLimit",
    "RedriveAllowPolicy", "SqsManagedSseEnabled",
  ]
}
