internal import Core

extension Resolver {
  func queue(_ resource: Resource) -> QueueResource {
    let properties = Properties(resource.properties, of: resource.id, self)
    let name = queueNames[resource.id] ?? resource.id
    if properties.bool("FifoQueue", default: false) != name.hasSuffix(".fifo") {
      properties.report("FifoQueue is true exactly when the name ends in .fifo")
    }
    return QueueResource(
      name: name,
      visibilityTimeout: properties.integer("VisibilityTimeout", in: 0...43_200, default: 30),
      delaySeconds: properties.integer("DelaySeconds", in: 0...900, default: 0),
      retention: properties.integer("MessageRetentionPeriod", in: 60...1_209_600, default: 345_600),
      waitSeconds: properties.integer("ReceiveMessageWaitTimeSeconds", in: 0...20, default: 0),
      redrive: properties.inside("RedrivePolicy").flatMap(redrive),
      maximumMessageSize: properties.integer("MaximumMessageSize", in: 1024...1_048_576, default: 1_048_576),
      deduplicatesByContent: properties.bool("ContentBasedDeduplication", default: false),
      deduplicatesWithinGroups: properties.string("DeduplicationScope") == "messageGroup")
  }

  private func redrive(_ properties: Properties) -> QueueResource.Redrive? {
    guard let queue = queueName(ofARN: properties.required("deadLetterTargetArn")) else {
      properties.report("deadLetterTargetArn is not a queue of this template")
      return nil
    }
    return QueueResource.Redrive(
      deadLetterQueue: queue,
      maxReceiveCount: properties.integer("maxReceiveCount", in: 1...1000, default: 10))
  }

  /// The name of the queue with that ARN, if this template declares it.
  func queueName(ofARN arn: String) -> String? {
    queueNames.values.first { surroundings.queueARN($0) == arn }
  }
}
