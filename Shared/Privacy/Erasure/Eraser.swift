package import Audit
package import Core
package import Database
package import Objects

/// Erases who asked for it, when the time to think it over has passed.
package struct Eraser {
  private let session: Session
  private let store: DueErasureStore
  private let data: PersonalDataStore
  private let bucket: ObjectClient
  private let mediaBucket: ObjectClient
  private let log: AuditLog

  /// The session's role may read and delete everything that is somebody's.
  package init(
    _ session: Session, exports bucket: ObjectClient, media mediaBucket: ObjectClient, from origin: Origin
  ) {
    self.mediaBucket = mediaBucket
    self.session = session
    store = DueErasureStore(session)
    data = PersonalDataStore(session)
    self.bucket = bucket
    log = AuditLog(session, origin)
  }

  /// Takes one after the other, each in a transaction: it is done as a whole, or not yet. Stops a little before the
  /// deadline.
  package func run(until deadline: Instant) throws -> JSONObject {
    var (erased, postponed) = (0, 0)
    while Instant.now() + .seconds(10) < deadline {
      let isDone = try session.transaction { () -> Bool? in
        guard let due = try store.lockDue() else { return nil }
        return try erase(due)
      }
      guard let isDone else { break }
      if isDone { erased += 1 } else { postponed += 1 }
    }
    return ["erased": JSON(erased), "postponed": JSON(postponed)]
  }

  /// Returns false when it has to wait, since somebody became dependent on the person in the meantime, or when it is not to
  /// be: who asked for it owns the organization no longer.
  private func erase(_ due: DueErasure) throws -> Bool {
    switch due.subject {
    case .organization(let organization):
      guard due.isStillWanted else {
        try store.cancel(due.id)
        try log.record(.erasureCancelled, in: organization, by: nil, on: "erasure:\(due.id)")
        return false
      }
      try erase(organization: organization, due)
    case .person(let user):
      let owned = try store.lockOwned(by: user)
      guard !owned.contains(where: \.hasOtherMembers) else {
        try store.postpone(due.id)
        return false
      }
      for organization in owned { try erase(organization: organization.id, due) }
      try erase(person: user)
      try log.record(.erasureDone, in: user, by: nil, on: "erasure:\(due.id)")
    }
    try store.markDone(due.id)
    return true
  }

  private func erase(organization: UUID, _ due: DueErasure) throws {
    try deleteFiles(of: .organization(organization))
    for key in try data.listMediaKeys(of: organization) { try mediaBucket.delete(key) }
    _ = try data.deleteEventDetails(ofOrganization: organization)
    for holding in PersonalData.holdings where holding.endsWithOrganization {
      guard let column = holding.organization else { continue }
      _ = try data.delete(holding, where: column, is: organization)
    }
    try log.record(.erasureDone, in: organization, by: nil, on: "erasure:\(due.id)")
  }

  /// What the person made in organizations of others stays there, under a number that names nobody.
  private func erase(person user: UUID) throws {
    try deleteFiles(of: .person(user))
    _ = try data.deleteEventDetails(ofPerson: user)
    try data.deleteMessages(ofPerson: user)
    try data.deleteRegistrations(ofPerson: user)
    for holding in PersonalData.holdings {
      guard let column = holding.erasedWith else { continue }
      _ = try data.delete(holding, where: column, is: user)
    }
    try data.anonymize(user)
  }

  /// Before the rows: when it fails, the rows still say what there is to delete.
  private func deleteFiles(of subject: Subject) throws {
    for export in try ExportStore(session).list(of: subject) {
      for key in export.keys { try bucket.delete(key) }
    }
  }
}
