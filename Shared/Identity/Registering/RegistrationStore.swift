internal import Core
internal import Cryptography
internal import Database

/// Registrations that nobody has confirmed yet.
struct RegistrationStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Returns false when the key was used before.
  func insert(_ draft: RegistrationDraft, key: String?) throws -> Bool {
    let registration = draft.registration
    return try !session.query(
      """
      insert into registration (id, email, name, organization_name, time_zone, password_hash, key, address,
        browser_sha256)
      values (\(draft.id), \(registration.email), \(registration.name), \(registration.organization),
        \(registration.timeZone), \(draft.hash.text), \(key), \(draft.address), \(Bytes(draft.browser)))
      on conflict (key) do nothing returning id
      """
    ).isEmpty
  }

  func find(key: String) throws -> OpenRegistration? {
    try session.first("select \(unescapedSQL: Self.columns) from registration r where key = \(key)").map {
      try OpenRegistration($0)
    }
  }

  /// One whose link is still good.
  func find(_ id: UUID) throws -> OpenRegistration? {
    try session.first(
      """
      select \(unescapedSQL: Self.columns) from registration r where id = \(id) and expires_at > clock_timestamp()
      """
    ).map { try OpenRegistration($0) }
  }

  private static let columns: StaticString = """
    id, email, name, organization_name, time_zone, password_hash, created_at, address, browser_sha256,
    exists (select from app_user u where u.email = r.email) as has_account
    """

  /// The browser of who repeated the request: the answer to the first may have been lost, and its cookie with it.
  func updateBrowser(_ id: UUID, to browser: [UInt8]) throws {
    try session.query("update registration set browser_sha256 = \(Bytes(browser)) where id = \(id)")
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

/// What is stored of a registration.
struct RegistrationDraft {
  let id = UUID.v7()
  let registration: Registration
  let hash: PasswordHash
  /// Where the request came from, which the message tells.
  let address: String?
  /// A digest of what the cookie of the browser holds.
  let browser: [UInt8]
}

/// A registration that waits for its address to be confirmed.
package struct OpenRegistration: Sendable {
  let id: UUID
  let email: String
  let name: String
  let organization: String
  let timeZone: String
  let hash: PasswordHash
  let createdAt: Instant
  let address: String?
  private let browser: [UInt8]?
  /// Whether somebody has an account with the address. Only who reads its mail may know.
  let hasAccount: Bool

  fileprivate init(_ row: Row) throws {
    id = try row.value("id")
    email = try row.value("email")
    name = try row.value("name")
    organization = try row.value("organization_name")
    timeZone = try row.value("time_zone")
    hash = PasswordHash(stored: try row.value("password_hash"))
    createdAt = try row.value("created_at")
    address = try row.optional("address")
    browser = (try row.optional("browser_sha256") as Bytes?)?.bytes
    hasAccount = try row.value("has_account")
  }

  /// Whether the browser is the one that registered, by what its cookie holds.
  func isOf(browser secret: String) -> Bool {
    guard let browser, !secret.isEmpty else { return false }
    return constantTimeEqual(browser, Registrations.digest(secret))
  }

  /// Whether the same was asked for, but for the password.
  func isLike(_ other: Registration) -> Bool {
    email == other.email && name == other.name && organization == other.organization
      && timeZone == other.timeZone
  }

  /// What tells two registrations apart, for who reads the mail of the address: it may be a stranger's.
  var story: [(what: String, value: String)] {
    [
      ("Name", name.oneLine()), ("Organization", organization.oneLine()),
      ("Registered at", createdAt.readable),
      ("From the network address", (address ?? "unknown").oneLine()),
    ]
  }
}
