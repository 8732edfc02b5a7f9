package import Core
internal import Database
internal import Identity
internal import Platforms

/// What people may publish as, from the consent page until they have chosen.
struct ChoiceStore {
  let session: Session

  /// The id of the account of this identity in the workspace, when it was connected before.
  func findAccount(_ trip: OpenTrip, remoteID: String) throws -> UUID? {
    try session.first(
      """
      select id from account
      where workspace_id = \(trip.workspace) and platform = \(trip.platform) and remote_id = \(remoteID)
      """)?.value("id")
  }

  func insert(
    _ id: UUID, _ trip: OpenTrip, by beginner: Beginner, _ candidate: GrantedIdentity, sealed: [UInt8]
  ) throws {
    try session.query(
      """
      insert into connection_choice (organization_id, id, connection_id, workspace_id, user_id, session_id, key_id,
        platform, remote_id, name, kind, credentials, token_expires_at, refresh_after, granted_scopes)
      values (\(beginner.organization), \(id), \(trip.id), \(trip.workspace), \(beginner.user), \(beginner.login),
        \(beginner.key), \(trip.platform),
        \(candidate.identity.remoteID), \(candidate.identity.name), \(candidate.kind), \(Bytes(sealed)),
        \(candidate.grant.expiresAt), \(candidate.grant.refreshAfter), \(candidate.grant.scopeText))
      """)
  }

  /// Whose choice it is; nil when it was made already or is too old.
  func findTrip(_ connection: UUID, platform: String) throws -> OpenTrip? {
    try session.first(
      """
      select organization_id, user_id, session_id, key_id, workspace_id from connection_choice
      where connection_id = \(connection) and platform = \(platform) and expires_at > clock_timestamp() limit 1
      """
    ).map { row in
      OpenTrip(
        id: connection, platform: platform, workspace: try row.value("workspace_id"),
        beginner: try Beginner(row))
    }
  }

  /// What is to be given back.
  func listRefused(_ connection: UUID) throws -> [RefusedChoice] {
    try session.query(
      "select id, remote_id, credentials from connection_choice where connection_id = \(connection) order by id"
    ).map { row in
      let sealed: Bytes = try row.value("credentials")
      return RefusedChoice(
        id: try row.value("id"), remoteID: try row.value("remote_id"), sealed: sealed.bytes)
    }
  }

  func list(_ connection: UUID, platform: String) throws -> [Candidate] {
    let rows = try session.query(
      """
      select c.id, c.name, c.kind, exists (select from account a
          where (a.organization_id, a.id) = (c.organization_id, c.id) and a.state <> 'disconnected') as is_connected
      from connection_choice c
      where c.connection_id = \(connection) and c.platform = \(platform) and c.expires_at > clock_timestamp()
      order by c.kind, c.name, c.id
      """)
    return try rows.map { try Candidate($0) }
  }

  /// Connects those that were chosen, new ones and those that were connected before.
  func connect(_ connection: UUID, _ ids: [UUID]) throws {
    try session.query(
      """
      insert into account (organization_id, id, workspace_id, platform, remote_id, name, kind, credentials,
        token_expires_at, refresh_after, connection_id, granted_scopes)
      select organization_id, id, workspace_id, platform, remote_id, name, kind, credentials, token_expires_at,
        refresh_after, connection_id, granted_scopes
      from connection_choice where connection_id = \(connection) and id = any(\(ids))
      on conflict (organization_id, id) do update set name = excluded.name, kind = excluded.kind,
        state = 'connected', credentials = excluded.credentials, token_expires_at = excluded.token_expires_at,
        refresh_after = excluded.refresh_after, refreshed_at = clock_timestamp(), warned_days = null,
        renewal_failed_at = null, connection_id = excluded.connection_id, error_code = null, error_detail = null,
        granted_scopes = excluded.granted_scopes, updated_at = clock_timestamp()
      """)
  }

  /// Takes all of a trip away: a second choice finds nothing.
  func delete(_ connection: UUID) throws {
    try session.query("delete from connection_choice where connection_id = \(connection)")
  }
}

/// An identity that nobody may connect any more.
struct RefusedChoice {
  let id: UUID
  let remoteID: String
  let sealed: [UInt8]
}

/// An identity that a person may connect.
package struct Candidate: Sendable {
  package let id: UUID
  let name: String
  let kind: String
  /// Choosing it renews its tokens.
  let isConnected: Bool

  init(_ row: Row) throws {
    id = try row.value("id")
    name = try row.value("name")
    kind = try row.value("kind")
    isConnected = try row.value("is_connected")
  }

  package var json: JSON {
    [
      "id": JSON(describing: id), "name": .string(name), "kind": .string(kind),
      "is_connected": .bool(isConnected),
    ]
  }
}
