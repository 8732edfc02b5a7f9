internal import Core
internal import Cryptography
internal import Database

/// People, their sessions, and the organizations they found.
struct IdentityStore {
  let session: Session

  func insertUser(_ id: UUID, email: String, name: String, hash: PasswordHash?) throws {
    try session.query(
      "insert into app_user (id, email, name, password_hash) values (\(id), \(email), \(name), \(hash?.text))"
    )
  }

  /// `key` is the Idempotency-Key of the request, if it had one.
  func insertOrganization(_ id: UUID, name: String, owner: UUID, key: String? = nil) throws {
    try session.query(
      """
      with organization as (
        insert into organization (id, name, created_by, creation_key)
        values (\(id), \(name), \(owner), \(key)) returning id)
      insert into membership (organization_id, user_id, role) select id, \(owner), 'owner' from organization
      """)
  }

  func findOrganization(createdBy user: UUID, key: String) throws -> (id: UUID, name: String)? {
    try session.first(
      "select id, name from organization where created_by = \(user) and creation_key = \(key)"
    ).map { (try $0.value("id"), try $0.value("name")) }
  }

  func insertWorkspace(_ id: UUID, organization: UUID, name: String, timeZone: String) throws {
    try session.query(
      """
      insert into workspace (organization_id, id, name, time_zone)
      values (\(organization), \(id), \(name), \(timeZone))
      """)
  }

  /// Who signs in by others only has no password.
  func findUser(email: String) throws -> (id: UUID, hash: PasswordHash?)? {
    guard let row = try session.first("select id, password_hash from app_user where email = \(email)") else {
      return nil
    }
    return (try row.value("id"), try row.passwordHash)
  }

  /// The preferred organization of those a person is in, else the one they joined first, with its first workspace; a
  /// person who is in none has neither. Nil when there is no such person.
  func findHome(of user: UUID, preferring organization: UUID?) throws -> Home? {
    let row = try session.first(
      """
      select u.email, u.name, o.id organization_id, o.name organization_name, w.id workspace_id,
        w.name workspace_name, w.time_zone
      from app_user u
      left join (membership m join organization o on o.id = m.organization_id
        join workspace w on w.organization_id = o.id) on m.user_id = u.id
      where u.id = \(user)
      order by m.organization_id is not distinct from \(organization)::uuid desc, m.created_at, w.id limit 1
      """)
    return try row.map { try Home(user, $0) }
  }

  func updateName(of user: UUID, to name: String) throws {
    try session.query("update app_user set name = \(name) where id = \(user)")
  }

  func updatePassword(of user: UUID, _ hash: PasswordHash) throws {
    try session.query("update app_user set password_hash = \(hash.text) where id = \(user)")
  }

  func findCredentials(of user: UUID) throws -> (email: String, isVerified: Bool, hash: PasswordHash?)? {
    let row = try session.first(
      """
      select email, email_verified_at is not null as is_verified, password_hash from app_user where id = \(user)
      """)
    guard let row else { return nil }
    return (
      try row.value("email"), try row.value("is_verified"), try row.passwordHash
    )
  }

  /// A digest of what a log-in in two steps rests on; nil when there is no such person.
  func findFacts(of user: UUID) throws -> [UInt8]? {
    let facts: Bytes? = try session.first(
      """
      select sha256(convert_to(jsonb_build_array(u.email, u.password_hash, extract(epoch from u.secured_at),
        (select jsonb_agg(f.id order by f.id) from second_factor f
          where f.user_id = u.id and f.confirmed_at is not null),
        (select jsonb_agg(jsonb_build_array(i.issuer, i.subject) order by i.issuer, i.subject) from sign_in i
          where i.user_id = u.id))::text, 'UTF8')) as facts
      from app_user u where u.id = \(user) and u.erased_at is null
      """)?.value("facts")
    return facts?.bytes
  }

  func markVerified(_ user: UUID, email: String) throws {
    try session.query(
      "update app_user set email_verified_at = clock_timestamp() where id = \(user) and email = \(email)")
  }

  /// The new address was verified by the link that was sent to it.
  func updateEmail(of user: UUID, to email: String) throws {
    try session.query(
      "update app_user set email = \(email), email_verified_at = clock_timestamp() where id = \(user)")
  }

  /// Refuses a password that attackers try first, in whatever case.
  func refuseCommon(_ password: String, at pointer: String) throws {
    let word = password.lowercased()
    guard try session.first("select from common_password where password = \(word)") != nil else { return }
    throw Problem.invalid([
      FieldError(pointer, "common_password", "This password is one of the first that attackers try.")
    ])
  }
}

/// A person with the organization and workspace they start in, if they are in any.
struct Home {
  let user: UUID
  let organization: UUID?
  let json: JSONObject

  init(_ user: UUID, _ row: Row) throws {
    self.user = user
    organization = try row.optional("organization_id")
    var json: JSONObject = [
      "user": ["id": JSON(describing: user), "email": try row.value("email"), "name": try row.value("name")]
    ]
    if let organization {
      json["organization"] = [
        "id": JSON(describing: organization), "name": try row.value("organization_name"),
      ]
      json["workspace"] = [
        "id": try row.value("workspace_id"), "name": try row.value("workspace_name"),
        "time_zone": try row.value("time_zone"),
      ]
    }
    self.json = json
  }
}

extension Row {
  /// A text column, whatever its type, as a JSON string.
  fileprivate func value(_ column: String) throws -> JSON { .string(try value(column) as String) }

  fileprivate var passwordHash: PasswordHash? {
    get throws { (try optional("password_hash") as String?).map { PasswordHash(stored: $0) } }
  }
}
