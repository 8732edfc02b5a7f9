internal import NIOCore

/// What the engine keeps in memory about one queue: who waits, and when to look again.
final class QueueState {
  /// A consumer waiting for messages.
  final class Waiter {
    let max: Int
    /// Milliseconds that what it receives stays hidden.
    let visibility: Int64
    /// The wait ends here, with or without messages.
    let deadline: NIODeadline
    /// Whether it waits at all.
    let isLong: Bool
    /// FIFO: names this receive, so that it can be repeated.
    let attempt: String?
    let completion: (Result<[StoredMessage], SQSFailure>) -> Void
    var timer: Scheduled<Void>?

    init(
      max: Int, visibility: Int64, wait: TimeAmount, attempt: String?,
      completion: @escaping (Result<[StoredMessage], SQSFailure>) -> Void
    ) {
      self.max = max
      self.visibility = visibility
      deadline = .now() + wait
      isLong = wait > .zero
      self.attempt = attempt
      self.completion = completion
    }
  }

  var queue: Queue
  /// Its rows are gone, at the latest with the next commit.
  var isDeleted = false
  /// In the order they came.
  var waiters: [Waiter] = []
  /// Wakes the engine when the next hidden message becomes visible.
  var alarm: Scheduled<Void>?
  let attempts = ReceiveAttempts()
  let flight: Flight

  init(_ queue: Queue, inFlightLimit: Int) {
    self.queue = queue
    flight = Flight(limit: inFlightLimit)
  }

  /// What a receive may get of the visible messages, in the order of the queue's kind.
  func listReceivable(_ store: MessageStore, limit: Int, at now: Int64) throws -> [StoredMessage] {
    let oldest = now - Int64(queue.definition.retention) * 1000
    return queue.definition.isFIFO
      ? try store.listNextOfGroups(in: queue.id, at: now, sentSince: oldest, limit: limit)
      : try flight.listFair(store, in: queue.id, at: now, sentSince: oldest, limit: limit)
  }
}
