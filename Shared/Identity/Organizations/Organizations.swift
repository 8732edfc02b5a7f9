package import Audit
package import Core
package import Database
internal import Limits

/// What a person does beyond one organization: founding another.
package struct Organizations {
  private let session: Session
  private let person: AccessToken
  private let store: IdentityStore
  private let log: AuditLog

  /// The session's role may see every organization.
  package init(_ session: Session, of person: AccessToken, from origin: Origin) {
    self.session = session
    self.person = person
    store = IdentityStore(session: session)
    log = AuditLog(session, origin)
  }

  /// Makes an organization that the person owns, with a first workspace. With a `key` that made one before, that one
  /// is answered.
  package func create(_ draft: OrganizationDraft, key: String?) throws -> JSON {
    try RateLimiter(session).take([RateLimit("organization:\(person.user)", every: .seconds(60), burst: 10)])
    if let key, let made = try store.findOrganization(createdBy: person.user, key: key) {
      guard made.name == draft.name else { throw IdentityError.keyReused }
      return try describe(made.id)
    }
    let draft = try draft.inKnownZone(session)
    do {
      return try session.transaction { try insert(draft, key: key) }
    } catch {
      switch error {
      case DatabaseError.constraint(.unique, name: "organization_creation_key"):
        return try create(draft, key: key)
      default: throw error
      }
    }
  }

  private func insert(_ draft: OrganizationDraft, key: String?) throws -> JSON {
    let id = UUID.v7()
    try store.insertOrganization(id, name: draft.name, owner: person.user, key: key)
    try store.insertWorkspace(.v7(), organization: id, name: draft.name, timeZone: draft.timeZone)
    try log.record(.organizationCreated, in: id, by: person.user, after: ["name": .string(draft.name)])
    return try describe(id)
  }

  private func describe(_ organization: UUID) throws -> JSON {
    guard let home = try store.findHome(of: person.user, preferring: organization),
      home.organization == organization
    else { throw Problem.notFound("organization") }
    return ["organization": home.json["organization"] ?? .null, "workspace": home.json["workspace"] ?? .null]
  }
}

/// What is given to make an organization or a workspace: both are named and are somewhere.
package struct OrganizationDraft: Sendable {
  let name: String
  private(set) var timeZone: String

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    name = fields.name("name")
    timeZone = fields.optionalString("time_zone", length: 1...64) ?? "UTC"
    try fields.finish()
  }

  /// With the zone in its own spelling.
  func inKnownZone(_ session: Session) throws -> OrganizationDraft {
    var draft = self
    draft.timeZone = try TimeZoneStore(session).spelling(of: timeZone)
    return draft
  }
}
