/// A standard queue as the template declares it. Ranges are those of SQS.
package struct QueueDefinition: Sendable {
  /// Where messages go that were received too often.
  package struct Redrive: Sendable {
    package let deadLetterQueue: String
    /// 1 to 1,000: a message received this often goes to the dead-letter queue instead of being received again.
    package let maxReceiveCount: Int

    package init(deadLetterQueue: String, maxReceiveCount: Int) {
      self.deadLetterQueue = deadLetterQueue
      self.maxReceiveCount = maxReceiveCount
    }
  }

  /// 1 to 80 letters, digits, `-` and `_`.
  package let name: String
  /// Seconds a received message stays hidden, 0 to 43,200.
  package let visibilityTimeout: Int
  /// Seconds before a sent message can be received, unless its sender says otherwise, 0 to 900.
  package let delaySeconds: Int
  /// Seconds after which an unconsumed message is dropped, 60 to 1,209,600.
  package let retention: Int
  /// Seconds a receive waits when it does not say, 0 to 20.
  package let waitSeconds: Int
  package let redrive: Redrive?

  package init(
    name: String, visibilityTimeout: Int = 30, delaySeconds: Int = 0, retention: Int = 345_600,
    waitSeconds: Int = 0, redrive: Redrive? = nil
  ) {
    self.name = name
    self.visibilityTimeout = visibilityTimeout
    self.delaySeconds = delaySeconds
    self.retention = retention
    self.waitSeconds = waitSeconds
    self.redrive = redrive
  }
}

/// A queue that cannot be served as it is declared.
package struct QueueDefinitionError: Error, Sendable, CustomStringConvertible {
  package let queue: String
  /// What is wrong, as a sentence part: "DelaySeconds must be 0 to 900".
  package let reason: String

  package var description: String { "queue \(queue): \(reason)" }
}

extension QueueDefinition {
  /// Checks every value against the ranges of SQS, and the dead-letter queue against the other queues.
  func validate(among names: Set<String>) throws(QueueDefinitionError) {
    func require(_ condition: Bool, _ reason: String) throws(QueueDefinitionError) {
      guard condition else { throw QueueDefinitionError(queue: name, reason: reason) }
    }
    try require(!name.hasSuffix(".fifo"), "FIFO queues are not supported; use a standard queue")
    try require(Self.isValidName(name), "a name is 1 to 80 letters, digits, '-' and '_'")
    try require((0...43_200).contains(visibilityTimeout), "VisibilityTimeout must be 0 to 43200")
    try require((0...900).contains(delaySeconds), "DelaySeconds must be 0 to 900")
    try require((60...1_209_600).contains(retention), "MessageRetentionPeriod must be 60 to 1209600")
    try require((0...20).contains(waitSeconds), "ReceiveMessageWaitTimeSeconds must be 0 to 20")
    guard let redrive else { return }
    try require((1...1000).contains(redrive.maxReceiveCount), "maxReceiveCount must be 1 to 1000")
    try require(names.contains(redrive.deadLetterQueue), "no queue is named \(redrive.deadLetterQueue)")
    try require(redrive.deadLetterQueue != name, "a queue cannot be its own dead-letter queue")
  }

  private static func isValidName(_ name: String) -> Bool {
    (1...80).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
