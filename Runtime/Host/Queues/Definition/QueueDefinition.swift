/// A queue as the template declares it or as somebody created it. Ranges are those of SQS.
package struct QueueDefinition: Sendable, Equatable {
  /// Where messages go that were received too often.
  package struct Redrive: Sendable, Equatable {
    package let deadLetterQueue: String
    /// 1 to 1,000: a message received this often goes to the dead-letter queue instead of being received again.
    package let maxReceiveCount: Int

    package init(deadLetterQueue: String, maxReceiveCount: Int) {
      self.deadLetterQueue = deadLetterQueue
      self.maxReceiveCount = maxReceiveCount
    }
  }

  /// 1 to 80 letters, digits, `-` and `_`; `.fifo` at the end makes it a FIFO queue.
  package let name: String
  /// Seconds a received message stays hidden, 0 to 43,200.
  package internal(set) var visibilityTimeout: Int
  /// Seconds before a sent message can be received, unless its sender says otherwise, 0 to 900.
  package internal(set) var delaySeconds: Int
  /// Seconds after which an unconsumed message is dropped, 60 to 1,209,600.
  package internal(set) var retention: Int
  /// Seconds a receive waits when it does not say, 0 to 20.
  package internal(set) var waitSeconds: Int
  package internal(set) var redrive: Redrive?
  /// Bytes, 1,024 to 1,048,576.
  package internal(set) var maximumMessageSize: Int
  /// FIFO: the deduplication id is the SHA-256 of the body when the sender gives none.
  package internal(set) var deduplicatesByContent: Bool
  /// FIFO: messages are compared within their group only, not within the whole queue.
  package internal(set) var deduplicatesWithinGroups: Bool
  /// What is kept and answered without an effect on this machine: policies, encryption, the FIFO quota.
  var inert: [String: String] = [:]
  /// Which queues may have this one as their dead-letter queue.
  var redriveAllowance = RedriveAllowance.all

  package init(
    name: String, visibilityTimeout: Int = 30, delaySeconds: Int = 0, retention: Int = 345_600,
    waitSeconds: Int = 0, redrive: Redrive? = nil, maximumMessageSize: Int = 1_048_576,
    deduplicatesByContent: Bool = false, deduplicatesWithinGroups: Bool = false
  ) {
    self.name = name
    self.visibilityTimeout = visibilityTimeout
    self.delaySeconds = delaySeconds
    self.retention = retention
    self.waitSeconds = waitSeconds
    self.redrive = redrive
    self.maximumMessageSize = maximumMessageSize
    self.deduplicatesByContent = deduplicatesByContent
    self.deduplicatesWithinGroups = deduplicatesWithinGroups
  }

  package var isFIFO: Bool { name.hasSuffix(Self.fifoSuffix) }

  static let fifoSuffix = ".fifo"
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
  package func validate(among names: Set<String>) throws(QueueDefinitionError) {
    func require(_ condition: Bool, _ reason: String) throws(QueueDefinitionError) {
      guard condition else { throw QueueDefinitionError(queue: name, reason: reason) }
    }
    try require(hasValidName, "a name is 1 to 80 letters, digits, '-' and '_', and '.fifo' for a FIFO queue")
    try require((0...43_200).contains(visibilityTimeout), "VisibilityTimeout must be 0 to 43200")
    try require((0...900).contains(delaySeconds), "DelaySeconds must be 0 to 900")
    try require((60...1_209_600).contains(retention), "MessageRetentionPeriod must be 60 to 1209600")
    try require((0...20).contains(waitSeconds), "ReceiveMessageWaitTimeSeconds must be 0 to 20")
    try require((1024...1_048_576).contains(maximumMessageSize), "MaximumMessageSize must be 1024 to 1048576")
    try require(
      isFIFO || !(deduplicatesByContent || deduplicatesWithinGroups), "only FIFO queues find duplicates")
    guard let redrive else { return }
    try require((1...1000).contains(redrive.maxReceiveCount), "maxReceiveCount must be 1 to 1000")
    try require(names.contains(redrive.deadLetterQueue), "no queue is named \(redrive.deadLetterQueue)")
    try require(redrive.deadLetterQueue != name, "a queue cannot be its own dead-letter queue")
    try require(
      redrive.deadLetterQueue.hasSuffix(Self.fifoSuffix) == isFIFO,
      "a dead-letter queue is of the same kind, FIFO or standard")
  }

  var hasValidName: Bool {
    let stem = isFIFO ? name.dropLast(Self.fifoSuffix.count) : name[...]
    return !stem.isEmpty && name.utf8.count <= 80
      && stem.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}
