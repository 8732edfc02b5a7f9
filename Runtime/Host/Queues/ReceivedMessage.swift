package import Core

/// A message handed to a consumer, who has the queue's visibility time-out to delete it.
package struct ReceivedMessage: Sendable {
  package let messageID: String
  /// Names this one receive; a later receive of the same message gets another.
  package let receiptHandle: String
  package let body: String
  /// The system attributes: ApproximateReceiveCount, SentTimestamp and ApproximateFirstReceiveTimestamp
  /// (milliseconds since 1970), SenderId, and where present MessageGroupId, AWSTraceHeader and
  /// DeadLetterQueueSourceArn.
  package let attributes: [String: String]
  /// The sender's attributes as an SQS event carries them (`stringValue`, `binaryValue`, `dataType`, …).
  package let messageAttributes: JSON?
  /// Lower-case hexadecimal.
  package let md5OfBody: String
  package let queueARN: String
}
