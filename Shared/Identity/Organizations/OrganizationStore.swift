internal import Core
internal import Database

/// Organizations.
struct OrganizationStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  func lock(_ id: UUID) throws -> (name: String, requiresSecondFactor: Bool)? {
    try session.first(
      "select name, requires_second_factor from organization where id = \(id) for no key update"
    ).map { (try $0.value("name"), try $0.value("requires_second_factor")) }
  }

  func updateDemand(of id: UUID, to requiresSecondFactor: Bool) throws {
    try session.query(
      "update organization set requires_second_factor = \(requiresSecondFactor) where id = \(id)")
  }

  func updateName(of id: UUID, to name: String) throws {
    try session.query("update organization set name = \(name) where id = \(id)")
  }
}
