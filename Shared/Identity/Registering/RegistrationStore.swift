internal import Core
internal import Cryptography
internal import Database

/// Registrations that nobody has confirmed yet.
struct RegistrationStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Returns false when the key was used before. The cast of the time zone fails for a name that PostgreSQL does not
  /// know.
  func insert(_ id: UUID, _ registration: Registration, _ hash: PasswordHash, key: String?) throws -> Bool {
    try !session.query(
      """
      insert into registration (id, email, name, organization_name, time_zone, password_hash, key)
      select \(id), \(registration.email), \(registration.name), \(registration.organization),
        \(registration.timeZone), \(hash.text), \(key)
      where now() at time zone \(registration.timeZone) is not null
      on conflict (key) do nothing returning id
      """
    ).isEmpty
  }

  /// Asks for the message; it is sent after the transaction has committed.
  func requestMail(_ id: UUID) throws {
    let body: JSON = ["v": 1, "kind": "registration", "link_id": JSON(describing: id)]
    try session.query(
      "insert into outbox (queue, dedup_key, body) values ('mail', \(id.description), \(body))")
  }

  func find(key: String) throws -> (email: String, hash: PasswordHash)? {
    try session.first("select email, password_hash from registration where key = \(key)").map {
      (try $0.value("email"), PasswordHash(stored: try $0.value("password_hash")))
    }
  }

  /// One whose link is still good.
  func find(_ id: UUID) throws -> OpenRegistration? {
    try session.first(
      """
      select id, email, name, organization_name, time_zone, password_hash,
        exists (select from app_user u where u.email = r.email) as has_account
      from registration r where id = \(id) and expires_at > clock_timestamp()
      """
    ).map { try OpenRegistration($0) }
  }

  /// Returns whether it was there: of many at the same moment, one takes it away.
  func delete(_ id: UUID) throws -> Bool {
    try !session.query(
      "delete from registration where id = \(id) and expires_at > clock_timestamp() returning id"
    ).isEmpty
  }

  /// Whatever else was asked for with the address; its links open nothing any more.
  func deleteAll(of email: String) throws {
    try session.query("delete from registration where email = \(email)")
  }
}

/// A registration that waits for its address to be confirmed.
package struct OpenRegistration: Sendable {
  let id: UUID
  let email: String
  let name: String
  let organization: String
  let timeZone: String
  let hash: PasswordHash
  /// Whether somebody has an account with the address. Only who reads its mail may know.
  let hasAccount: Bool

  fileprivate init(_ row: Row) throws {
    id = try row.value("id")
    email = try row.value("email")
    name = try row.value("name")
    organization = try row.value("organization_name")
    timeZone = try row.value("time_zone")
    hash = PasswordHash(stored: try row.value("password_hash"))
    hasAccount = try row.value("has_account")
  }
}
