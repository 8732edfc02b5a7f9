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
    let completion: ([StoredMessage]) -> Void
    var timer: Scheduled<Void>?

    init(max: Int, visibility: Int64, deadline: NIODeadline, completion: @escaping ([StoredMessage]) -> Void)
    {
      self.max = max
      self.visibility = visibility
      self.deadline = deadline
      self.completion = completion
    }
  }

  let queue: Queue
  /// In the order they came.
  var waiters: [Waiter] = []
  /// Wakes the engine when the next hidden message becomes visible.
  var alarm: Scheduled<Void>?
  var purgedAt: Int64?
  /// Groups to be served after all others, as a JSON array; found again after a second.
  private var noisyGroups = "[]"
  private var noisyGroupsFoundAt: Int64 = 0
  /// Until then only noisy groups have visible messages, as far as is known.
  private var noQuietMessageUntil: Int64 = 0

  init(_ queue: Queue) { self.queue = queue }

  /// Up to `limit` visible messages, those of quiet groups before those of noisy ones: a tenant with ten
  /// thousand messages does not hold up one with a single message.
  func listFair(_ store: MessageStore, limit: Int, at now: Int64) throws -> [StoredMessage] {
    if now - noisyGroupsFoundAt > 1000 {
      noisyGroups = try store.findNoisyGroups(in: queue.id, at: now)
      noisyGroupsFoundAt = now
    }
    guard noisyGroups != "[]", now >= noQuietMessageUntil else {
      return try store.listVisible(in: queue.id, at: now, limit: limit)
    }
    let quiet = try store.listVisible(in: queue.id, at: now, limit: limit, excluding: noisyGroups)
    guard quiet.isEmpty else { return quiet }
    noQuietMessageUntil = now + 100
    return try store.listVisible(in: queue.id, at: now, limit: limit)
  }
}
