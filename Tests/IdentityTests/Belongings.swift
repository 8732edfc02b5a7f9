internal import Core
internal import Database
internal import TestSupport

/// Puts into the database what belongs to a person and to their organization.
struct Belongings {
  private let tenant: Tenant
  private let administrator: Session

  init(of tenant: Tenant) {
    self.tenant = tenant
    administrator = tenant.database.asAdministrator
  }

  func insertSession(_ id: UUID) throws {
    try administrator.query(
      """
      insert into user_session (id, user_id, key, expires_at)
      values (\(id), \(tenant.user), '\\x00', now() + interval '1 day')
      """)
  }
}
