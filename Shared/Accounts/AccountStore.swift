package import Core
package import Database
internal import Identity
package import Platforms

/// Accounts and the trips to their platforms' consent pages.
package struct AccountStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Oldest first; `after` is the id of the last one of the page before.
  package func list(workspace: UUID, after: UUID?, limit: Int) throws -> [Account] {
    let rows = try session.query(
      """
      select \(unescapedSQL: Account.columns) from account
      where workspace_id = \(workspace) and id > \(after ?? .zero) and state <> 'disconnected'
      order by id limit \(limit)
      """)
    return try rows.map { try Account($0) }
  }

  package func find(_ ids: [UUID]) throws -> [Account] {
    let rows = try session.query(
      "select \(unescapedSQL: Account.columns) from account where id = any(\(ids)) order by id")
    return try rows.map { try Account($0) }
  }

  package func workspaceExists(_ id: UUID) throws -> Bool {
    try session.first(
      "select from workspace where id = \(id) and organization_id = current_setting('app.organization_id')::uuid"
    )
      != nil
  }

  /// Makes this the one transaction that renews the account's tokens; false when there is another.
  func takeRenewal(of id: UUID) throws -> Bool {
    try session.only(
      "select pg_try_advisory_xact_lock(hashtextextended('renewal:' || \(id.description), 0)) as is_taken"
    ).value("is_taken")
  }

  func findCredentials(_ organization: UUID, _ id: UUID) throws -> [UInt8]? {
    let row = try session.first(
      """
      select credentials from account
      where organization_id = \(organization) and id = \(id) and state <> 'disconnected'
      """)
    let sealed: Bytes? = try row?.value("credentials")
    return sealed?.bytes
  }

  /// False when what is stored is not `old` any more.
  func updateCredentials(
    _ organization: UUID, _ id: UUID, sealed: [UInt8], _ grant: Grant, replacing old: [UInt8]
  ) throws -> Bool {
    try session.first(
      """
      update account set credentials = \(Bytes(sealed)), token_expires_at = \(grant.expiresAt),
        refresh_after = \(grant.refreshAfter), refreshed_at = clock_timestamp(), warned_days = null,
        renewal_failed_at = null, updated_at = clock_timestamp(),
        granted_scopes = coalesce(\(grant.scopeText), granted_scopes)
      where organization_id = \(organization) and id = \(id) and credentials = \(Bytes(old))
        and state <> 'disconnected' returning id
      """) != nil
  }

  /// Only a definitive refusal of the platform leads here. With `sealed` it is these tokens that were refused, and others
  /// are not concerned.
  package func markReconnect(
    _ organization: UUID, _ id: UUID, _ reason: PlatformError, refusing sealed: [UInt8]? = nil
  ) throws {
    try session.query(
      """
      update account set state = 'reconnect', error_code = \(reason.apiCode), error_detail = \(reason.detail),
        updated_at = clock_timestamp()
      where organization_id = \(organization) and id = \(id) and state = 'connected'
        and (\(sealed.map { Bytes($0) })::bytea is null or credentials = \(sealed.map { Bytes($0) }))
      """)
  }

  /// Nothing is sent for it before this time.
  package func markLimited(_ organization: UUID, _ id: UUID, until time: Instant) throws {
    try session.query(
      """
      update account set limited_until = greatest(limited_until, \(time))
      where organization_id = \(organization) and id = \(id)
      """)
  }

  func credentials(_ id: UUID) throws -> [UInt8]? {
    let row = try session.first(
      "select credentials from account where id = \(id) and state <> 'disconnected'")
    let sealed: Bytes? = try row?.value("credentials")
    return sealed?.bytes
  }

  /// The platform's own id of it.
  func remoteID(_ id: UUID) throws -> String {
    try session.only("select remote_id from account where id = \(id)").value("remote_id")
  }

  /// The platform has just said that all is well.
  func markHealthy(_ organization: UUID, _ id: UUID) throws {
    try session.query(
      """
      update account set state = 'connected', error_code = null, error_detail = null, updated_at = clock_timestamp()
      where organization_id = \(organization) and id = \(id) and state = 'reconnect'
      """)
  }

  /// What the person grants now.
  func updateScopes(_ organization: UUID, _ id: UUID, _ grant: Grant) throws {
    try session.query(
      """
      update account set granted_scopes = \(grant.scopeText), updated_at = clock_timestamp()
      where organization_id = \(organization) and id = \(id) and granted_scopes is distinct from \(grant.scopeText)
      """)
  }

  /// Its tokens are forgotten; its posts and their numbers stay. False when it was not connected.
  func disconnect(_ id: UUID) throws -> Bool {
    try session.first(
      """
      update account set state = 'disconnected', credentials = '', token_expires_at = null, refresh_after = null,
        error_code = null, error_detail = null, updated_at = clock_timestamp()
      where id = \(id) and state <> 'disconnected' returning id
      """) != nil
  }

  /// Whether tokens of the same trip are still in use by another account.
  func isShared(_ connection: UUID, besides id: UUID) throws -> Bool {
    try session.first(
      """
      select from account where connection_id = \(connection) and id <> \(id) and state <> 'disconnected'
      """) != nil
  }

  /// Whether another account, of whatever organization, publishes as one of these identities.
  func isInUse(_ remoteIDs: [String], platform: String, besides id: UUID? = nil) throws -> Bool {
    try session.only(
      "select is_identity_in_use(\(platform), \(remoteIDs), \(id)) as is_in_use"
    ).value("is_in_use")
  }

  /// Posts that are planned for it, a reason to think twice before it is disconnected.
  func countPlanned(_ id: UUID) throws -> Int {
    try session.only(
      """
      select count(*) as n from delivery
      where account_id = \(id) and state in ('scheduled', 'queued', 'claimed', 'sending', 'pending_remote', 'unknown')
      """
    ).value("n")
  }

  func insertAttempt(_ attempt: ConnectionAttempt, by beginner: Beginner, browser: [UInt8]) throws {
    try session.query(
      """
      insert into connection_attempt (organization_id, id, workspace_id, user_id, session_id, key_id, platform,
        code_verifier, browser_sha256)
      values (\(beginner.organization), \(attempt.id), \(attempt.workspace), \(beginner.user), \(beginner.login),
        \(beginner.key), \(attempt.platform), \(attempt.verifier), \(Bytes(browser)))
      """)
  }

  /// Takes the attempt away: a second return with the same state finds nothing. Another browser than the one that began
  /// finds nothing either, and leaves it to that one: whoever fetches the address first, as previews and scanners do, spoils
  /// nobody's trip.
  func takeAttempt(_ id: UUID, platform: String, browser: [UInt8]) throws -> (
    trip: OpenTrip, verifier: String
  )? {
    let row = try session.first(
      """
      delete from connection_attempt
      where id = \(id) and platform = \(platform) and browser_sha256 = \(Bytes(browser))
      returning organization_id, user_id, session_id, key_id, workspace_id, code_verifier,
        expires_at > clock_timestamp() as is_valid
      """)
    guard let row, try row.value("is_valid") else { return nil }
    let trip = OpenTrip(
      id: id, platform: platform, workspace: try row.value("workspace_id"), beginner: try Beginner(row))
    return (trip, try row.value("code_verifier"))
  }
}

extension Beginner {
  var login: UUID? { if case .session(let id) = means { id } else { nil } }
  var key: UUID? { if case .key(let id) = means { id } else { nil } }

  /// Nil for a row of the version before, which does not say by what.
  init?(_ row: Row) throws {
    let (login, key): (UUID?, UUID?) = (try row.optional("session_id"), try row.optional("key_id"))
    guard let means = login.map({ Means.session($0) }) ?? key.map({ Means.key($0) }) else { return nil }
    self.init(
      user: try row.value("user_id"), organization: try row.value("organization_id"), means: means)
  }
}

/// One trip to a consent page.
struct ConnectionAttempt {
  let id: UUID
  let workspace: UUID
  let platform: String
  let verifier: String
}
