internal import Core
internal import GRDB

/// A message about to be stored.
struct NewMessage {
  let messageID: String
  let body: String
  /// Milliseconds until it becomes visible.
  let delay: Int64
  let groupID: String?
  /// FIFO only.
  let deduplicationID: String?
  let attributes: MessageAttributes?
  let traceHeader: String?
}

/// A message as it is in the store.
struct StoredMessage {
  let id: Int64
  let queue: Int64
  let messageID: String
  let body: String
  let attributes: MessageAttributes?
  let traceHeader: String?
  let groupID: String?
  /// FIFO only.
  let deduplicationID: String?
  let sourceQueue: String?
  let sentAt: Int64
  private(set) var receiveCount: Int
  private(set) var receipt: Int64
  private(set) var firstReceivedAt: Int64?

  init(_ row: Row) {
    id = row["id"]
    queue = row["queue"]
    messageID = row["message_id"]
    body = row["body"]
    attributes = (row["attributes"] as String?).flatMap(MessageAttributes.init(stored:))
    traceHeader = row["trace_header"]
    groupID = row["group_id"]
    deduplicationID = row["deduplication_id"]
    sourceQueue = row["source_name"]
    sentAt = row["sent_at"]
    receiveCount = row["receive_count"]
    receipt = row["receipt"]
    firstReceivedAt = row["first_received_at"]
  }

  var handle: ReceiptHandle { ReceiptHandle(queue: queue, message: id, receipt: receipt) }

  /// What the store's own update does to the row.
  mutating func countReceive(at now: Int64) {
    receiveCount += 1
    receipt += 1
    firstReceivedAt = firstReceivedAt ?? now
  }
}
