internal import Core

/// GetQueueAttributes and SetQueueAttributes.
extension SQSEndpoint {
  func getQueueAttributes(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let state = try queue(request)
    let wanted = try request.strings("AttributeNames")
    if let unknown = wanted.first(where: { !Self.attributeNames.contains($0) }) {
      throw .unknownAttribute(unknown)
    }
    engine.perform { store, now in
      let all = self.attributes(of: state.queue, try store.findDepth(of: state.queue.id, at: now))
      let members = all.filter { wanted.contains("All") || wanted.contains($0.key) }.sorted {
        $0.key < $1.key
      }
      guard !members.isEmpty else { return [:] }
      return ["Attributes": .object(JSONObject(members.map { ($0.key, .string($0.value)) }))]
    } then: {
      answer($0)
    }
  }

  func setQueueAttributes(_ request: SQSParameters, _ answer: @escaping Answer) throws(SQSFailure) {
    let changes = try request.pairs("Attributes")
    guard !changes.isEmpty else { throw .missingParameter("Attributes") }
    engine.change(try changeableQueue(request), changes) { result in answer(result.map { [:] }) }
  }

  private func attributes(of queue: Queue, _ depth: MessageStore.Depth) -> [String: String] {
    var attributes = queue.definition.attributes(arnPrefix: addresses.arnPrefix)
    attributes["QueueArn"] = queue.arn
    attributes["ApproximateNumberOfMessages"] = String(depth.visible)
    attributes["ApproximateNumberOfMessagesNotVisible"] = String(depth.inFlight)
    attributes["ApproximateNumberOfMessagesDelayed"] = String(depth.delayed)
    attributes["CreatedTimestamp"] = String(queue.createdAt / 1000)
    attributes["LastModifiedTimestamp"] = String(queue.modifiedAt / 1000)
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
