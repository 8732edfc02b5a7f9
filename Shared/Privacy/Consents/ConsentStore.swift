package import Core
package import Database

/// What people agreed to.
package struct ConsentStore {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Newest first, withdrawn ones too.
  package func list(of user: UUID) throws -> [JSON] {
    try session.query(
      """
      select id, purpose, version, agreed_at, withdrawn_at from consent where user_id = \(user)
      order by agreed_at desc, id desc limit 200
      """
    ).map { try Self.json($0) }
  }

  /// Agreeing again to the same version changes nothing. Nil then.
  func insert(_ consent: Consent, by user: UUID, address: String?, userAgent: String?) throws -> JSON? {
    try session.first(
      """
      insert into consent (id, user_id, purpose, version, address, user_agent)
      values (\(UUID.v7()), \(user), \(consent.purpose.rawValue), \(consent.version), \(address), \(userAgent))
      on conflict (user_id, purpose, version) where withdrawn_at is null do nothing
      returning id, purpose, version, agreed_at, withdrawn_at
      """
    ).map { try Self.json($0) }
  }

  func findOpen(_ consent: Consent, of user: UUID) throws -> JSON? {
    try session.first(
      """
      select id, purpose, version, agreed_at, withdrawn_at from consent
      where user_id = \(user) and purpose = \(consent.purpose.rawValue) and version = \(consent.version)
        and withdrawn_at is null
      """
    ).map { try Self.json($0) }
  }

  /// Ends every version of it; returns which there were.
  func withdraw(_ purpose: ConsentPurpose, of user: UUID) throws -> [String] {
    try session.query(
      """
      update consent set withdrawn_at = clock_timestamp()
      where user_id = \(user) and purpose = \(purpose.rawValue) and withdrawn_at is null returning version
      """
    ).map { try $0.value("version") }
  }

  private static func json(_ row: Row) throws -> JSON {
    [
      "id": JSON(describing: try row.value("id") as UUID), "purpose": .string(try row.value("purpose")),
      "version": .string(try row.value("version")),
      "agreed_at": JSON(describing: try row.value("agreed_at") as Instant),
      "withdrawn_at": JSON(describing: try row.optional("withdrawn_at") as Instant?),
    ]
  }
}
