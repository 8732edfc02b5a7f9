/// An `AWS::SQS::Queue`.
package struct QueueResource: Sendable {
  package struct Redrive: Sendable {
    package let deadLetterQueue: String
    package let maxReceiveCount: Int
  }

  package let name: String
  /// Seconds, 0 to 43,200.
  package let visibilityTimeout: Int
  /// Seconds, 0 to 900.
  package let delaySeconds: Int
  /// Seconds, 60 to 1,209,600.
  package let retention: Int
  /// Seconds, 0 to 20.
  package let waitSeconds: Int
  package let redrive: Redrive?
  /// Bytes, 1,024 to 1,048,576.
  package let maximumMessageSize: Int
  /// FIFO, whose names end in `.fifo`: duplicates are found by their bodies.
  package let deduplicatesByContent: Bool
  /// FIFO: duplicates are looked for within a group only.
  package let deduplicatesWithinGroups: Bool
}
