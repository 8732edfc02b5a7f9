/// An `SQS` event: an event source mapping.
package struct QueueSource: Sendable {
  package let queueName: String
  /// Messages, 1 to 10,000.
  package let batchSize: Int
  /// Seconds, 0 to 300: how long a batch may wait to be filled.
  package let batchingWindow: Int
  /// Batches at the same time, 2 to 1,000; nil when not limited.
  package let maximumConcurrency: Int?
  package let reportsBatchItemFailures: Bool
  /// Event filter patterns as JSON text, 5 at most; a message has to match one of them.
  package let filters: [String]
}
