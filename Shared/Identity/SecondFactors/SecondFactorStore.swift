internal import Core
internal import Database

/// Second factors of people, and their recovery codes.
struct SecondFactorStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Until the end of the transaction nobody else changes the person's factors.
  func lock(_ user: UUID) throws {
    try session.query("select from app_user where id = \(user) for no key update")
  }

  /// Returns false when the person has `limit` confirmed factors already.
  func insert(_ id: UUID, of user: UUID, name: String, sealed: [UInt8], limit: Int) throws -> Bool {
    try !session.query(
      """
      insert into second_factor (id, user_id, name, secret) select \(id), \(user), \(name), \(Bytes(sealed))
      where (select count(*) from second_factor where user_id = \(user) and confirmed_at is not null) < \(limit)
      returning id
      """
    ).isEmpty
  }

  /// What was begun and not confirmed.
  func deletePending(of user: UUID) throws {
    try session.query("delete from second_factor where user_id = \(user) and confirmed_at is null")
  }

  func findPending(_ id: UUID, of user: UUID) throws -> [UInt8]? {
    let sealed: Bytes? = try session.first(
      "select secret from second_factor where id = \(id) and user_id = \(user) and confirmed_at is null"
    )?.value("secret")
    return sealed?.bytes
  }

  /// Returns the factor, or nil when it was confirmed or removed meanwhile.
  func confirm(_ id: UUID, of user: UUID, step: Int64) throws -> JSON? {
    try session.first(
      """
      update second_factor set confirmed_at = clock_timestamp(), used_at = clock_timestamp(), last_step = \(step)
      where id = \(id) and user_id = \(user) and confirmed_at is null returning id, name, created_at, used_at
      """
    ).map(Self.json)
  }

  func hasConfirmed(of user: UUID) throws -> Bool {
    try session.first(
      "select from second_factor where user_id = \(user) and confirmed_at is not null limit 1")
      != nil
  }

  func listSecrets(of user: UUID) throws -> [(id: UUID, sealed: [UInt8])] {
    try session.query(
      "select id, secret from second_factor where user_id = \(user) and confirmed_at is not null order by id"
    ).map { row in
      let sealed: Bytes = try row.value("secret")
      return (try row.value("id"), sealed.bytes)
    }
  }

  /// Takes the code of a step, once: of two uses at the same moment one gets it.
  func takeStep(_ step: Int64, of id: UUID) throws -> Bool {
    try !session.query(
      """
      update second_factor set last_step = \(step), used_at = clock_timestamp()
      where id = \(id) and last_step < \(step) returning id
      """
    ).isEmpty
  }

  func list(of user: UUID) throws -> [JSON] {
    try session.query(
      """
      select id, name, created_at, used_at from second_factor
      where user_id = \(user) and confirmed_at is not null order by id
      """
    ).map(Self.json)
  }

  /// Returns the name of the factor, or nil when there was none.
  func delete(_ id: UUID, of user: UUID) throws -> String? {
    try session.first("delete from second_factor where id = \(id) and user_id = \(user) returning name")?
      .value("name")
  }

  func deleteAll(of user: UUID) throws -> Int {
    try session.query("delete from second_factor where user_id = \(user) returning id").count
  }

  func insertCodes(_ digests: [[UInt8]], of user: UUID) throws {
    try session.query(
      """
      insert into recovery_code (user_id, sha256)
      select \(user), digest from unnest(\(digests.map { Bytes($0) })::bytea[]) as digest
      """)
  }

  func deleteCodes(of user: UUID) throws {
    try session.query("delete from recovery_code where user_id = \(user)")
  }

  /// Takes a code away: of many uses at the same moment one finds it.
  func takeCode(_ digest: [UInt8], of user: UUID) throws -> Bool {
    try !session.query(
      "delete from recovery_code where user_id = \(user) and sha256 = \(Bytes(digest)) returning user_id"
    ).isEmpty
  }

  func countCodes(of user: UUID) throws -> Int {
    try session.only("select count(*) as n from recovery_code where user_id = \(user)").value("n")
  }

  private static func json(_ row: Row) throws -> JSON {
    let id: UUID = try row.value("id")
    let (createdAt, usedAt): (Instant, Instant?) = (try row.value("created_at"), try row.optional("used_at"))
    return [
      "id": JSON(describing: id), "name": .string(try row.value("name")),
      "created_at": JSON(describing: createdAt), "used_at": JSON(describing: usedAt),
    ]
  }
}
