/// Receives of a FIFO queue by their `ReceiveRequestAttemptId`: whoever lost the answer asks again with the same id
/// and gets the same messages
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html). Kept in memory:
/// after a restart the messages come back with their visibility time-out.
final class ReceiveAttempts {
  private struct Attempt {
    /// Each with the time at which it becomes visible.
    let received: [(handle: ReceiptHandle, visibleAt: Int64)]
    let expiresAt: Int64
  }

  private static let lifetime: Int64 = 300_000
  private var attempts: [String: Attempt] = [:]

  func note(_ id: String, _ messages: [StoredMessage], until visibleAt: Int64, at now: Int64) {
    attempts = attempts.filter { $0.value.expiresAt > now }
    attempts[id] = Attempt(
      received: messages.map { ($0.handle, visibleAt) }, expiresAt: now + Self.lifetime)
  }

  /// The messages of that receive, hidden anew; nil when there was none, or when one of them was touched since.
  func repeated(
    _ id: String, hiding visibility: Int64, _ store: MessageStore, at now: Int64
  ) throws -> [StoredMessage]? {
    guard let attempt = attempts[id], attempt.expiresAt > now else { return nil }
    var messages: [StoredMessage] = []
    for (handle, visibleAt) in attempt.received {
      guard visibleAt > now, let message = try store.findMessage(handle, visibleAt: visibleAt) else {
        return nil
      }
      messages.append(message)
    }
    let visibleAt = now + max(1, visibility)
    for message in messages { try store.updateVisibility(of: message.id, until: visibleAt) }
    note(id, messages, until: visibleAt, at: now)
    return messages
  }
}
