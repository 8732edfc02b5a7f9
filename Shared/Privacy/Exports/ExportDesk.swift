package import Audit
package import Core
package import Database
package import Identity
internal import Limits
package import Objects
internal import Outbox

/// Takes wishes for an export, and gives away what was made.
package struct ExportDesk {
  private let session: Session
  private let store: ExportStore
  private let subject: Subject
  private let person: UUID
  private let log: AuditLog

  /// The session has the scope of the person, or of the member for an organization's.
  package init(_ session: Session, of subject: Subject, by person: UUID, from origin: Origin) {
    self.session = session
    store = ExportStore(session)
    self.subject = subject
    self.person = person
    log = AuditLog(session, origin)
  }

  /// Throws when the subject's exports were asked for too often: each reads everything there is.
  package func admit() throws {
    try RateLimiter(session).take([
      RateLimit("export:\(subject.id)", every: .seconds(12 * 3600), burst: 4)
    ])
  }

  package func request() throws -> JSON {
    try session.transaction {
      let id = UUID.v7()
      let export = try store.insert(id, of: subject, by: person)
      try OutboxStore(session).insert(ExportRequest(id, of: subject, by: person))
      try log.record(.exportRequested, in: subject.id, by: person, on: "export:\(id)")
      return export.json(urls: [])
    }
  }

  /// The export with addresses that are good for ten minutes, as many as it has files. That they were given away is in
  /// the audit trail.
  package func show(_ id: UUID, _ bucket: ObjectClient) throws -> JSON {
    guard let export = try store.find(id, of: subject) else { throw Problem.notFound("export") }
    let now = Instant.now()
    guard export.state == "ready", export.expiresAt > now else { return export.json(urls: []) }
    try log.record(.exportDownloaded, in: subject.id, by: person, on: "export:\(id)")
    return export.json(urls: export.keys.map { bucket.downloadURL(of: $0, expires: 600, at: now) })
  }
}

extension Member {
  /// What is about everybody in the organization is its owners' only, and no key's, whoever made it.
  package func requireOwner() throws {
    guard key == nil else { throw IdentityError.personRequired }
    try require(.exportOrganization)
    guard role == .owner else { throw OrganizationError.ownersOnly }
  }
}
