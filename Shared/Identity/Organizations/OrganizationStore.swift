internal import Core
internal import Database

/// Organizations.
struct OrganizationStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  func lockName(of id: UUID) throws -> String? {
    try session.first("select name from organization where id = \(id) for no key update")
      .map { try $0.value("name") }
  }

  func updateName(of id: UUID, to name: String) throws {
    try session.query("update organization set name = \(name) where id = \(id)")
  }
}
