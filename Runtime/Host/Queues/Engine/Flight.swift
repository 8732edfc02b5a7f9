/// What is in flight in one queue, counted now and then: looking at every message with each receive costs too much.
final class Flight {
  /// Messages in flight at the same time
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html).
  private let limit: Int
  private var count = 0
  private var countedAt: Int64 = 0
  /// Groups to be served after all others, as a JSON array.
  private var noisyGroups = "[]"
  /// Until then only noisy groups have visible messages, as far as is known.
  private var noQuietMessageUntil: Int64 = 0

  init(limit: Int) { self.limit = limit }

  /// How many more may be received, at most `wanted`.
  func room(for wanted: Int, _ store: MessageStore, in queue: Int64, at now: Int64) throws -> Int {
    // Deletes are not counted down: near the limit only a new look tells.
    let isNear = count + wanted > limit
    if now - countedAt > (isNear ? 20 : 1000) {
      let flight = try store.findFlight(in: queue, at: now)
      (count, noisyGroups, countedAt) = (flight.count, flight.noisyGroups, now)
    }
    return min(wanted, max(0, limit - count))
  }

  func received(_ number: Int) { count += number }

  /// Up to `limit` visible messages, those of quiet groups before those of noisy ones: a tenant with ten
  /// thousand messages does not hold up one with a single message.
  func listFair(
    _ store: MessageStore, in queue: Int64, at now: Int64, sentSince oldest: Int64, limit: Int
  ) throws -> [StoredMessage] {
    guard noisyGroups != "[]", now >= noQuietMessageUntil else {
      return try store.listVisible(in: queue, at: now, sentSince: oldest, limit: limit)
    }
    let quiet = try store.listVisible(
      in: queue, at: now, sentSince: oldest, limit: limit, excluding: noisyGroups)
    guard quiet.isEmpty else { return quiet }
    noQuietMessageUntil = now + 100
    return try store.listVisible(in: queue, at: now, sentSince: oldest, limit: limit)
  }
}
