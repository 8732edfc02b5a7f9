package import Core
package import Database

/// The work of the two timers that does not call a platform.
package struct Sweeper {
  private let store: SweepStore
  private let outbox: OutboxStore
  private let timing: Timing

  /// The session's role sees the deliveries of all tenants.
  package init(_ session: Session, timing: Timing) {
    store = SweepStore(session: session)
    outbox = OutboxStore(session)
    self.timing = timing
  }

  /// Puts everything that is due within the look-ahead into the outbox; returns how much that was.
  package func dispatchDue() throws -> JSONObject {
    var count = 0
    while true {
      let batch = try outbox.dispatchDue(.all, spacing: timing.backlogSpacing)
      count += batch
      if batch < 500 { break }
    }
    try store.recordTick("DispatchDueDeliveries")
    return ["dispatched": JSON(count)]
  }

  /// Brings back what was lost on the way; returns how much of each.
  package func recover() throws -> JSONObject {
    let counts: JSONObject = [
      "missed": JSON(try store.markMissed()), "claims_freed": JSON(try store.freeClaimed()),
      "sends_lost": JSON(try store.freeSending(settle: timing.settle)),
      "messages_resent": JSON(try store.resendLost(after: timing.resendAfter)),
      "removals_resent": JSON(try store.resendRemovals(after: timing.resendAfter)),
    ]
    try outbox.deleteSent()
    try store.recordTick("ReconcileDeliveries")
    return counts
  }
}
