internal import Audit
package import Core
internal import Database
internal import Outbox

extension Credentials {
  /// Asks for the account to be erased when `delay` has passed. Asked again, it stays with the first date.
  package func requestErasure(after delay: Duration, _ proof: PasswordProof) throws -> JSON {
    try check(proof.password, at: "/password")
    return try session.transaction {
      guard try !ErasureStore(session).isNeeded(person.user) else { throw OrganizationError.lastOwner }
      return try request(.person, of: person.user, after: delay)
    }
  }

  package func cancelErasure() throws { try cancel(.person, of: person.user) }

  /// Asks for the organization to be erased, with everything in it. The password is the owner's.
  package func requestErasure(ofOrganizationOf owner: Member, after delay: Duration, _ proof: PasswordProof)
    throws
    -> JSON
  {
    try owner.require(.eraseOrganization)
    guard owner.role == .owner else { throw OrganizationError.ownersOnly }
    try check(proof.password, at: "/password")
    return try session.transaction { try request(.organization, of: owner.organization, after: delay) }
  }

  package func cancelErasure(ofOrganizationOf owner: Member) throws {
    try owner.require(.eraseOrganization)
    guard owner.role == .owner else { throw OrganizationError.ownersOnly }
    try cancel(.organization, of: owner.organization)
  }

  private func request(_ kind: ErasureKind, of subject: UUID, after delay: Duration) throws -> JSON {
    let store = ErasureStore(session)
    let id = UUID.v7()
    guard let due = try store.insert(id, kind: kind, of: subject, by: person.user, after: delay) else {
      return ["due_at": JSON(describing: try store.findDue(kind, of: subject))]
    }
    try OutboxStore(session).insert(MailRequest.erasure(id))
    try log.record(
      .erasureRequested, in: subject, by: person.user, on: "erasure:\(id)",
      after: ["due_at": JSON(describing: due)])
    return ["due_at": JSON(describing: due)]
  }

  private func cancel(_ kind: ErasureKind, of subject: UUID) throws {
    try session.transaction {
      guard let id = try ErasureStore(session).cancel(kind, of: subject) else {
        throw Problem.notFound("erasure")
      }
      try log.record(.erasureCancelled, in: subject, by: person.user, on: "erasure:\(id)")
    }
  }
}
