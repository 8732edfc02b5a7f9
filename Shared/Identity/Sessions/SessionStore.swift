package import Core
internal import Cryptography
package import Database

/// Sessions of people.
package struct SessionStore {
  let session: Session

  package init(_ session: Session) { self.session = session }

  func insert(_ id: UUID, user: UUID, key: [UInt8], expiresAt: Instant, address: String?, userAgent: String?)
    throws
  {
    try session.query(
      """
      insert into user_session (id, user_id, key, expires_at, address, user_agent)
      values (\(id), \(user), \(Bytes(key)), \(expiresAt), \(address), \(userAgent))
      """)
  }

  /// Locked, so that of two uses of one token at the same moment the second sees the first.
  func lock(_ id: UUID) throws -> StoredSession? {
    let row = try session.first(
      """
      select user_id, organization_id, key, counter, rotated_at > clock_timestamp() - interval '10 s' as is_fresh
      from user_session
      where id = \(id) and revoked_at is null and expires_at > clock_timestamp() for update
      """)
    guard let row else { return nil }
    let key: Bytes = try row.value("key")
    return StoredSession(
      user: try row.value("user_id"), organization: try row.optional("organization_id"), key: key.bytes,
      counter: try row.value("counter"),
      isFresh: try row.value("is_fresh"))
  }

  /// Which organization the tokens of the session are for from now on. Returns whether the session is open.
  func setOrganization(_ id: UUID, of user: UUID, _ organization: UUID) throws -> Bool {
    try !session.query(
      """
      update user_session set organization_id = \(organization)
      where id = \(id) and user_id = \(user) and revoked_at is null and expires_at > clock_timestamp() returning id
      """
    ).isEmpty
  }

  func advance(_ id: UUID) throws {
    try session.query(
      """
      update user_session set counter = counter + 1, rotated_at = clock_timestamp(), used_at = clock_timestamp()
      where id = \(id)
      """)
  }

  /// Returns whether the person had this session and it was not over yet.
  package func revoke(_ id: UUID, of user: UUID) throws -> Bool {
    try !session.query(
      """
      update user_session set revoked_at = clock_timestamp()
      where id = \(id) and user_id = \(user) and revoked_at is null and expires_at > clock_timestamp() returning id
      """
    ).isEmpty
  }

  /// Ends all sessions of a person but one, and returns how many.
  package func revokeAll(of user: UUID, except kept: UUID? = nil) throws -> Int {
    try session.query(
      """
      update user_session set revoked_at = clock_timestamp()
      where user_id = \(user) and revoked_at is null and expires_at > clock_timestamp()
        and id is distinct from \(kept)::uuid returning id
      """
    ).count
  }

  /// Whether an access token of this session may still be used.
  package func isOpen(_ id: UUID, of user: UUID) throws -> Bool {
    try session.first(
      """
      select from user_session
      where id = \(id) and user_id = \(user) and revoked_at is null and expires_at > clock_timestamp()
      """) != nil
  }

  /// Whether it may still be used, and will until the transaction ends: whoever ends it waits, and sees what was done.
  package func hold(_ id: UUID) throws -> Bool {
    try session.only("select hold_session(\(id)) as is_open").value("is_open")
  }

  /// The person has proved once more who they are.
  func markAuthenticated(_ id: UUID, of user: UUID) throws {
    try session.query(
      "update user_session set authenticated_at = clock_timestamp() where id = \(id) and user_id = \(user)")
  }

  /// Whether the person gave a password or a second factor in this session within the last ten minutes.
  package func isFreshlyAuthenticated(_ id: UUID, of user: UUID) throws -> Bool {
    try session.first(
      """
      select from user_session where id = \(id) and user_id = \(user) and revoked_at is null
        and expires_at > clock_timestamp() and authenticated_at > clock_timestamp() - interval '10 min'
      """) != nil
  }

  /// The open sessions of a person, the one used last first.
  package func list(of user: UUID, current: UUID) throws -> [JSON] {
    try session.query(
      """
      select id, address, user_agent, used_at, created_at, expires_at from user_session
      where user_id = \(user) and revoked_at is null and expires_at > clock_timestamp()
      order by used_at desc, id desc limit 100
      """
    ).map { row in
      let id: UUID = try row.value("id")
      return [
        "id": JSON(describing: id), "is_current": .bool(id == current),
        "address": JSON(try row.optional("address")),
        "user_agent": JSON(try row.optional("user_agent")),
        "used_at": JSON(describing: try row.value("used_at") as Instant),
        "created_at": JSON(describing: try row.value("created_at") as Instant),
        "expires_at": JSON(describing: try row.value("expires_at") as Instant),
      ]
    }
  }
}

/// A session as it is stored.
struct StoredSession {
  let user: UUID
  /// The organization that was switched to; nil for the one the person joined first.
  let organization: UUID?
  let key: [UInt8]
  let counter: Int
  /// Whether its token was rotated within the last seconds, when a lost answer is more likely than a theft.
  let isFresh: Bool
}
