package import Core
package import Database
package import Objects

/// Deletes what has served its time, in batches, until nothing is left or the time is up.
package struct Retention {
  private let session: Session
  private let bucket: ObjectClient
  private let batch: Int

  /// The session's role may delete everything that is somebody's.
  package init(_ session: Session, _ bucket: ObjectClient, batch: Int = 1000) {
    self.session = session
    self.bucket = bucket
    self.batch = batch
  }

  /// How many of each were deleted. Every batch is a transaction of its own.
  package func run(until deadline: Instant) throws -> JSONObject {
    let store = RetentionStore(session)
    let rules: [(name: String, delete: (Int) throws -> Int)] = [
      ("rate_limits", store.deleteRateLimits), ("links", store.deleteLinks),
      ("registrations", store.deleteRegistrations),
      ("sessions", store.deleteSessions), ("idempotency_keys", store.deleteIdempotencyKeys),
      ("connection_attempts", store.deleteConnectionAttempts),
      ("connection_choices", store.deleteConnectionChoices), ("sign_in_attempts", store.deleteSignInAttempts),
      ("invitations", store.deleteInvitations),
      ("live_connections", store.deleteLiveConnections), ("webhooks", store.deleteReceipts),
      ("export_files", expireExports), ("exports", store.deleteExports),
    ]
    var counts: JSONObject = [:]
    for rule in rules {
      var count = 0
      while Instant.now() + .seconds(5) < deadline {
        let deleted = try rule.delete(batch)
        count += deleted
        if deleted < batch { break }
      }
      counts[rule.name] = JSON(count)
    }
    return counts
  }

  /// The files first: when that fails, the row still names them.
  private func expireExports(limit: Int) throws -> Int {
    let store = ExportStore(session)
    let expired = try store.listExpired(limit: limit)
    for export in expired {
      for key in export.keys { try bucket.delete(key) }
      try store.markExpired(export.id)
    }
    return expired.count
  }
}
