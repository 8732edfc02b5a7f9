package import Core
internal import Cryptography
package import Database

/// API keys of an organization.
package struct APIKeyStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Those that were not revoked, oldest first. `after` is the id of the last one of the page before.
  package func list(of organization: UUID, after: UUID?, limit: Int) throws -> [(id: UUID, json: JSON)] {
    try session.query(
      """
      select id, public_id, name, scopes_json, workspaces_json, networks_json, created_by, created_at, expires_at,
        last_used_at
      from api_key, to_jsonb(scopes) as scopes_json, to_jsonb(workspace_ids) as workspaces_json,
        to_jsonb(networks::text[]) as networks_json
      where organization_id = \(organization) and revoked_at is null and (\(after)::uuid is null or id > \(after))
      order by id limit \(limit)
      """
    ).map { (try $0.value("id"), try Self.json($0)) }
  }

  /// Whether all of the workspaces are the organization's.
  func containsWorkspaces(_ ids: [UUID], of organization: UUID) throws -> Bool {
    try session.query(
      "select id from workspace where organization_id = \(organization) and id = any(\(ids)::uuid[])"
    ).count == Set(ids).count
  }

  func insert(_ id: UUID, _ key: APIKey, _ draft: KeyDraft, by maker: Member) throws -> JSON {
    try Self.json(
      session.only(
        """
        insert into api_key (organization_id, id, public_id, secret_sha256, name, scopes, workspace_ids, networks,
          created_by, expires_at)
        values (\(maker.organization), \(id), \(key.publicID), \(Bytes(key.digest)), \(draft.name),
          \(draft.scopes.map(\.rawValue))::text[], \(draft.workspaces?.postgresArrayText)::uuid[],
          \(draft.networks?.postgresArrayText)::cidr[], \(maker.user), \(draft.expiresAt))
        returning id, public_id, name, to_jsonb(scopes) as scopes_json, to_jsonb(workspace_ids) as workspaces_json,
          to_jsonb(networks::text[]) as networks_json, created_by, created_at, expires_at, last_used_at
        """))
  }

  /// One that is good still, kept so until the end of the transaction.
  func lockScopes(of id: UUID, in organization: UUID) throws -> [Permission]? {
    let row = try session.first(
      """
      select to_jsonb(scopes) as scopes from api_key where organization_id = \(organization) and id = \(id)
        and revoked_at is null and (expires_at is null or expires_at > clock_timestamp()) for update
      """)
    return try row.map { Permission.named(try $0.value("scopes")) }
  }

  /// A new key like `id`, for as long as that one was made for.
  func insertCopy(_ id: UUID, of old: UUID, _ key: APIKey, by maker: Member) throws -> JSON {
    try Self.json(
      session.only(
        """
        insert into api_key (organization_id, id, public_id, secret_sha256, name, scopes, workspace_ids, networks,
          created_by, expires_at)
        select organization_id, \(id), \(key.publicID), \(Bytes(key.digest)), name, scopes, workspace_ids, networks,
          \(maker.user), clock_timestamp() + (expires_at - created_at)
        from api_key where organization_id = \(maker.organization) and id = \(old)
        returning id, public_id, name, to_jsonb(scopes) as scopes_json, to_jsonb(workspace_ids) as workspaces_json,
          to_jsonb(networks::text[]) as networks_json, created_by, created_at, expires_at, last_used_at
        """))
  }

  /// Ends a key after the time, unless it ends before.
  func expire(_ id: UUID, of organization: UUID, after overlap: Duration) throws {
    try session.query(
      """
      update api_key set expires_at = least(expires_at, clock_timestamp() + \(overlap)::interval)
      where organization_id = \(organization) and id = \(id)
      """)
  }

  /// The name of a key that was not revoked before; nil when there is none.
  func revoke(_ id: UUID, of organization: UUID) throws -> String? {
    try session.first(
      """
      update api_key set revoked_at = clock_timestamp()
      where organization_id = \(organization) and id = \(id) and revoked_at is null returning name
      """
    ).map { try $0.value("name") }
  }

  /// Notes that the key was used. Once a minute is enough to see which keys nobody needs.
  package func touch(_ id: UUID, of organization: UUID) throws {
    try session.query(
      """
      update api_key set last_used_at = clock_timestamp() where organization_id = \(organization) and id = \(id)
        and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 min')
      """)
  }

  /// The member as whom the key acts, and whether its use is to be noted; nil for a key that is not ours or not good.
  package func find(_ key: APIKey, from address: String) throws -> (member: Member, isUseOld: Bool)? {
    let place: String? = address.isEmpty ? nil : address
    let rows = try session.query(
      """
      select organization_id, id, secret_sha256, created_by, role, scopes, workspace_ids, is_open, is_allowed_here,
        is_use_old from find_api_key(\(key.publicID), \(place))
      """)
    let digest = key.digest
    // Two keys may have the same public id.
    for row in rows where constantTimeEqual(try (row.value("secret_sha256") as Bytes).bytes, digest) {
      guard try row.value("is_open"), let role = Role(rawValue: try row.value("role")) else { return nil }
      guard try row.value("is_allowed_here") else { throw IdentityError.addressNotAllowed }
      let rights = try Self.rights(try row.value("id"), row)
      let member = Member(
        user: try row.value("created_by"), organization: try row.value("organization_id"), role: role,
        key: rights)
      return (member, try row.value("is_use_old"))
    }
    return nil
  }

  /// The member as whom the key acts; nil when it is good no longer or another's.
  func findMember(_ id: UUID, _ user: UUID, in organization: UUID) throws -> Member? {
    let row = try session.first(
      """
      select m.role, to_jsonb(k.scopes) as scopes, to_jsonb(k.workspace_ids) as workspace_ids
      from api_key k join membership m on (m.organization_id, m.user_id) = (k.organization_id, k.created_by)
      where k.organization_id = \(organization) and k.id = \(id) and k.created_by = \(user)
        and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())
      """)
    guard let row, let role = Role(rawValue: try row.value("role")) else { return nil }
    return Member(user: user, organization: organization, role: role, key: try Self.rights(id, row))
  }

  private static func rights(_ id: UUID, _ row: Row) throws -> KeyRights {
    let workspaces: JSON? = try row.optional("workspace_ids")
    return KeyRights(
      id: id, scopes: Set(Permission.named(try row.value("scopes"))),
      workspaces: workspaces?.array.map { $0.compactMap { $0.string.flatMap { UUID($0) } } })
  }

  private static func json(_ row: Row) throws -> JSON {
    let id: String = try row.value("public_id")
    return [
      "id": JSON(describing: try row.value("id") as UUID), "name": .string(try row.value("name")),
      "prefix": .string(APIKey.prefix + id), "scopes": try row.value("scopes_json"),
      "workspace_ids": try row.optional("workspaces_json") ?? .null,
      "allowed_addresses": try row.optional("networks_json") ?? .null,
      "created_by": JSON(describing: try row.value("created_by") as UUID),
      "created_at": JSON(describing: try row.value("created_at") as Instant),
      "expires_at": JSON((try row.optional("expires_at") as Instant?)?.description),
      "last_used_at": JSON((try row.optional("last_used_at") as Instant?)?.description),
    ]
  }
}

extension Permission {
  /// Those that the array names.
  fileprivate static func named(_ json: JSON) -> [Permission] {
    (json.array ?? []).compactMap { $0.string.flatMap { Permission(rawValue: $0) } }
  }
}
