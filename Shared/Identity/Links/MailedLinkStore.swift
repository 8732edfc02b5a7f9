internal import Core
internal import Database

/// Links that were sent by e-mail.
struct MailedLinkStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Asks for a link; it is made and sent after the transaction has committed.
  func request(_ request: LinkRequest) throws {
    try session.query(
      """
      insert into outbox (queue, dedup_key, body) values ('mail', \(request.id.description), \(request.json))
      """)
  }

  /// Makes the link that was asked for, or finds it when that was done before. Nil when the person does not exist.
  func insert(_ request: LinkRequest) throws -> MailedLink? {
    try session.first(
      """
      insert into mailed_link as l (id, kind, user_id, email, new_email, partner_id, expires_at)
      select \(request.id), \(request.kind.rawValue), u.id,
        case when \(request.kind.rawValue) = 'change_email' then \(request.newEmail)::text else u.email end,
        \(request.newEmail), \(request.partner), clock_timestamp() + \(request.kind.lifetime)::interval
      from app_user u
      where u.id = \(request.user)::uuid or (\(request.kind.rawValue) = 'reset_password' and u.email = \(request.email)::text)
      on conflict (id) do update set id = l.id
      returning id, kind, user_id, email, new_email, partner_id
      """
    ).map { try MailedLink($0) }
  }

  /// A link that is still good. Locked, so that of two uses at the same moment the second finds it used.
  func lock(_ id: UUID) throws -> MailedLink? {
    try session.first(
      """
      select id, kind, user_id, email, new_email, partner_id from mailed_link
      where id = \(id) and used_at is null and expires_at > clock_timestamp() for update
      """
    ).map { try MailedLink($0) }
  }

  func markUsed(_ id: UUID) throws {
    try session.query("update mailed_link set used_at = clock_timestamp() where id = \(id)")
  }

  /// Makes the other links of this kind useless: a person who asked twice has two messages.
  func markAllUsed(_ kind: LinkKind, of user: UUID) throws {
    try session.query(
      """
      update mailed_link set used_at = clock_timestamp()
      where user_id = \(user) and kind = \(kind.rawValue) and used_at is null
      """)
  }

  func isUsed(_ id: UUID) throws -> Bool {
    try session.first("select from mailed_link where id = \(id) and used_at is not null") != nil
  }
}

extension MailedLink {
  fileprivate init(_ row: Row) throws {
    id = try row.value("id")
    let name: String = try row.value("kind")
    guard let kind = LinkKind(rawValue: name) else {
      throw DatabaseError.refused(sqlState: "22023", message: "an unknown kind of link: \(name)")
    }
    self.kind = kind
    user = try row.value("user_id")
    email = try row.value("email")
    newEmail = try row.optional("new_email")
    partner = try row.optional("partner_id")
  }
}
