/// `SequenceNumber` of FIFO queues: 20 digits that rise with every message
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
enum SequenceNumber {
  static func text(_ row: Int64) -> String {
    let digits = String(row)
    return "1" + String(repeating: "0", count: 19 - digits.count) + digits
  }
}
