package import Core
package import Database
internal import Platforms

/// A connected identity, without its tokens.
package struct Account: Sendable {
  package let id: UUID
  package let workspace: UUID
  package let platform: String
  package let name: String
  package let state: String

  package var json: JSON {
    [
      "id": JSON(describing: id), "workspace_id": JSON(describing: workspace), "platform": .string(platform),
      "name": .string(name), "state": .string(state),
    ]
  }

  init(_ row: Row) throws {
    id = try row.value("id")
    workspace = try row.value("workspace_id")
    platform = try row.value("platform")
    name = try row.value("name")
    state = try row.value("state")
  }
}

/// Accounts and the trips to their platforms' consent pages.
package struct AccountStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Oldest first; `after` is the id of the last one of the page before.
  package func list(workspace: UUID, after: UUID?, limit: Int) throws -> [Account] {
    let rows = try session.query(
      """
      select id, workspace_id, platform, name, state from account
      where workspace_id = \(workspace) and id > \(after ?? .zero) order by id limit \(limit)
      """)
    return try rows.map { try Account($0) }
  }

  package func find(_ ids: [UUID]) throws -> [Account] {
    let rows = try session.query(
      "select id, workspace_id, platform, name, state from account where id = any(\(ids))")
    return try rows.map { try Account($0) }
  }

  package func workspaceExists(_ id: UUID) throws -> Bool {
    try session.first(
      "select from workspace where id = \(id) and organization_id = current_setting('app.organization_id')::uuid"
    )
      != nil
  }

  /// The id of the account of this identity in the workspace, when it was connected before.
  func findID(workspace: UUID, platform: String, remoteID: String) throws -> UUID? {
    try session.first(
      """
      select id from account
      where workspace_id = \(workspace) and platform = \(platform) and remote_id = \(remoteID)
      """)?.value("id")
  }

  /// Connects an identity, or connects it again.
  func upsert(
    _ id: UUID, organization: UUID, workspace: UUID, platform: String, identity: RemoteIdentity,
    sealed: [UInt8],
    expiresAt: Instant?
  ) throws {
    try session.query(
      """
      insert into account (organization_id, id, workspace_id, platform, remote_id, name, credentials,
        token_expires_at)
      values (\(organization), \(id), \(workspace), \(platform), \(identity.remoteID), \(identity.name),
        \(Bytes(sealed)), \(expiresAt))
      on conflict (organization_id, id) do update set name = excluded.name, state = 'connected',
        credentials = excluded.credentials, token_expires_at = excluded.token_expires_at,
        updated_at = clock_timestamp()
      """)
  }

  /// Locked, so that one refresh of a token happens at a time.
  func lockCredentials(_ organization: UUID, _ id: UUID) throws -> [UInt8]? {
    let row = try session.first(
      """
      select credentials from account
      where organization_id = \(organization) and id = \(id) and state = 'connected' for update
      """)
    let sealed: Bytes? = try row?.value("credentials")
    return sealed?.bytes
  }

  func updateCredentials(_ organization: UUID, _ id: UUID, sealed: [UInt8], expiresAt: Instant?) throws {
    try session.query(
      """
      update account set credentials = \(Bytes(sealed)), token_expires_at = \(expiresAt),
        updated_at = clock_timestamp()
      where organization_id = \(organization) and id = \(id)
      """)
  }

  /// Only a definitive refusal of the platform leads here.
  package func markReconnect(_ organization: UUID, _ id: UUID) throws {
    try session.query(
      """
      update account set state = 'reconnect', updated_at = clock_timestamp()
      where organization_id = \(organization) and id = \(id) and state = 'connected'
      """)
  }

  func insertAttempt(_ attempt: ConnectionAttempt, by user: UUID) throws {
    try session.query(
      """
      insert into connection_attempt (organization_id, id, workspace_id, user_id, platform, code_verifier)
      values (\(attempt.organization), \(attempt.id), \(attempt.workspace), \(user), \(attempt.platform),
        \(attempt.verifier))
      """)
  }

  /// Takes the attempt away: a second return with the same state finds nothing.
  func takeAttempt(_ id: UUID, platform: String) throws -> (workspace: UUID, verifier: String)? {
    let row = try session.first(
      """
      delete from connection_attempt where id = \(id) and platform = \(platform)
      returning workspace_id, code_verifier, expires_at > clock_timestamp() as is_valid
      """)
    guard let row, try row.value("is_valid") else { return nil }
    return (try row.value("workspace_id"), try row.value("code_verifier"))
  }
}

/// One trip to a consent page.
struct ConnectionAttempt {
  let organization: UUID
  let id: UUID
  let workspace: UUID
  let platform: String
  let verifier: String
}
