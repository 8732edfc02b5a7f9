package import HostQueues
package import HostTemplate

extension QueueDefinition {
  /// What the template says of a queue, for the service that keeps its messages. Two types, since the template reports
  /// all its problems at once, and the service takes queues from elsewhere, too.
  package init(_ queue: QueueResource) {
    self.init(
      name: queue.name, visibilityTimeout: queue.visibilityTimeout, delaySeconds: queue.delaySeconds,
      retention: queue.retention, waitSeconds: queue.waitSeconds,
      redrive: queue.redrive.map {
        Redrive(deadLetterQueue: $0.deadLetterQueue, maxReceiveCount: $0.maxReceiveCount)
      }, maximumMessageSize: queue.maximumMessageSize, deduplicatesByContent: queue.deduplicatesByContent,
      deduplicatesWithinGroups: queue.deduplicatesWithinGroups)
  }
}
