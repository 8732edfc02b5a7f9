internal import Core
internal import Database

/// Who is told what.
struct NoticeStore {
  let session: Session

  /// The addresses that a notice goes to now.
  func listAddresses(_ notice: Notice) throws -> [String] {
    switch notice.audience {
    case .holders(let permission): return try list(permission, in: notice.organization)
    case .person(let user):
      return try session.query("select email from app_user where id = \(user) and erased_at is null").map {
        try $0.value("email")
      }
    case .member(let user):
      let row = try session.first(
        """
        select u.email from membership m join app_user u on u.id = m.user_id
        where m.organization_id = \(notice.organization) and m.user_id = \(user)
        """)
      guard let row else { return try list(.manageAccounts, in: notice.organization) }
      return [try row.value("email")]
    }
  }

  private func list(_ permission: Permission, in organization: UUID?) throws -> [String] {
    let roles = Role.allCases.filter { $0.may(permission) }.map(\.rawValue)
    return try session.query(
      """
      select u.email from membership m join app_user u on u.id = m.user_id
      where m.organization_id = \(organization) and m.role = any(\(roles)) order by u.id
      """
    ).map { try $0.value("email") }
  }
}
