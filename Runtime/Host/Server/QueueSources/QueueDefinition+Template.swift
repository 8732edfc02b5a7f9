package import HostQueues
package import HostTemplate

extension QueueDefinition {
  /// What the template says of a queue, for the service that keeps its messages.
  package init(_ queue: QueueResource) {
    self.init(
      name: queue.name, visibilityTimeout: queue.visibilityTimeout, delaySeconds: queue.delaySeconds,
      retention: queue.retention, waitSeconds: queue.waitSeconds,
      redrive: queue.redrive.map {
        Redrive(deadLetterQueue: $0.deadLetterQueue, maxReceiveCount: $0.maxReceiveCount)
      })
  }
}
