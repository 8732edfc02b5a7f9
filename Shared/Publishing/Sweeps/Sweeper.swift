internal import Audit
package import Core
package import Database
internal import Outbox

/// The work of the two timers that does not call a platform.
package struct Sweeper {
  /// Of what is missed, in one transaction.
  private static let batch = 500

  private let session: Session
  private let store: SweepStore
  private let dispatcher: Dispatcher
  private let outbox: OutboxStore
  private let timing: Timing

  /// The session's role sees the deliveries of all tenants.
  package init(_ session: Session, timing: Timing) {
    self.session = session
    store = SweepStore(session: session)
    dispatcher = Dispatcher(session, timing: timing)
    outbox = OutboxStore(session)
    self.timing = timing
  }

  /// Puts everything that is due within the look-ahead into the outbox; returns how much that was.
  package func dispatchDue() throws -> JSONObject {
    var count = 0
    while true {
      let batch = try dispatcher.dispatch(.all)
      count += batch
      if batch < Dispatcher.batch { break }
    }
    try store.recordTick(.dispatchDueDeliveries)
    return ["dispatched": JSON(count)]
  }

  /// Brings back what was lost on the way; returns how much of each. `traceID` is noted with what was missed.
  package func recover(traceID: String? = nil) throws -> JSONObject {
    let counts: JSONObject = [
      "missed": JSON(try markMissed(traceID)), "claims_freed": JSON(try store.freeClaimed()),
      "sends_lost": JSON(try store.freeSending(settle: timing.settle)),
      "messages_resent": JSON(try outbox.insert(store.listLost(after: timing.resendAfter))),
      "removals_resent": JSON(try outbox.insert(store.listLostRemovals(after: timing.resendAfter))),
      "late_told": JSON(try dispatcher.tellLate()),
    ]
    try outbox.deleteSent()
    try store.recordTick(.reconcileDeliveries)
    return counts
  }

  /// Each with an event in the trail of its organization.
  private func markMissed(_ traceID: String?) throws -> Int {
    let log = AuditLog(session, .job(traceID: traceID))
    var count = 0
    while true {
      let batch = try session.transaction {
        // In the order of their organizations: two sweeps must not wait for each other's trails.
        let missed = try store.markMissed(limit: Self.batch).sorted {
          $0.organization.description < $1.organization.description
        }
        for one in missed {
          try log.record(
            .deliveryMissed, in: one.organization, by: nil, on: "delivery:\(one.delivery)",
            after: ["state": .string(one.state)])
        }
        return missed.count
      }
      count += batch
      if batch < Self.batch { return count }
    }
  }
}
