internal import Core
internal import Database

/// API keys by who made them, over all organizations.
struct PersonalKeyStore {
  let session: Session

  /// Those that may still be used, oldest first.
  func listGood(of user: UUID) throws -> [KeyOfPerson] {
    try session.query(
      """
      select k.id, k.organization_id, o.name as organization_name, k.name, k.public_id, k.expires_at
      from api_key k join organization o on o.id = k.organization_id
      where k.created_by = \(user) and k.revoked_at is null
        and (k.expires_at is null or k.expires_at > clock_timestamp())
      order by k.id
      """
    ).map { row in
      KeyOfPerson(
        id: try row.value("id"), organization: try row.value("organization_id"),
        organizationName: try row.value("organization_name"), name: try row.value("name"),
        prefix: APIKey.prefix + (try row.value("public_id")), expiresAt: try row.optional("expires_at"))
    }
  }

  func revokeAll(of user: UUID) throws -> [(id: UUID, organization: UUID, name: String)] {
    try session.query(
      """
      update api_key set revoked_at = clock_timestamp()
      where created_by = \(user) and revoked_at is null and (expires_at is null or expires_at > clock_timestamp())
      returning id, organization_id, name
      """
    ).map { (try $0.value("id"), try $0.value("organization_id"), try $0.value("name")) }
  }
}
