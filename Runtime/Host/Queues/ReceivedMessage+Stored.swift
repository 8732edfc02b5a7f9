internal import Core
internal import Cryptography

extension ReceivedMessage {
  init(_ message: StoredMessage, from queue: Queue, sender: String) {
    self.init(
      messageID: message.messageID, receiptHandle: message.handle.text, body: message.body,
      attributes: message.systemAttributes(in: queue, sender: sender),
      messageAttributes: message.attributes?.eventForm,
      md5OfBody: message.md5OfBody, queueARN: queue.arn)
  }
}

extension StoredMessage {
  /// What the queue itself knows about the message, under the names of SQS.
  func systemAttributes(in queue: Queue, sender: String) -> [String: String] {
    var attributes = [
      "SenderId": sender, "SentTimestamp": String(sentAt), "ApproximateReceiveCount": String(receiveCount),
    ]
    attributes["ApproximateFirstReceiveTimestamp"] = firstReceivedAt.map { String($0) }
    attributes["MessageGroupId"] = groupID
    if let deduplicationID {
      attributes["MessageDeduplicationId"] = deduplicationID
      attributes["SequenceNumber"] = SequenceNumber.text(id)
    }
    attributes["AWSTraceHeader"] = traceHeader
    attributes["DeadLetterQueueSourceArn"] = sourceQueue.map(queue.siblingARN)
    return attributes
  }

  var md5OfBody: String { Hex.encode(MD5.hash(Array(body.utf8))) }
}
