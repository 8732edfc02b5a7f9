internal import Core

/// Names one receive of one message. Opaque to consumers; a handle of an earlier receive matches nothing.
struct ReceiptHandle: Equatable {
  let queue: Int64
  let message: Int64
  /// Counts the receives of this message, and never goes back.
  let receipt: Int64

  init(queue: Int64, message: Int64, receipt: Int64) {
    self.queue = queue
    self.message = message
    self.receipt = receipt
  }

  /// nil when the text is not a handle.
  init?(_ text: String) {
    guard let bytes = Base64.urlDecode(text) else { return nil }
    let numbers = String(decoding: bytes, as: UTF8.self).split(separator: ".").map { Int64($0) }
    guard numbers.count == 3, let queue = numbers[0], let message = numbers[1], let receipt = numbers[2]
    else {
      return nil
    }
    self.init(queue: queue, message: message, receipt: receipt)
  }

  var text: String { Base64.urlEncode(Array("\(queue).\(message).\(receipt)".utf8)) }
}
