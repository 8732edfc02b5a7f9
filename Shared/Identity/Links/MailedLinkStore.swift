internal import Core
internal import Database
internal import Outbox

/// Links that were sent by e-mail.
struct MailedLinkStore {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Asks for a link; it is made and sent after the transaction has committed. When it was asked for goes along.
  func request(_ request: LinkRequest) throws {
    var request = request
    request.requestedAt = try session.only("select clock_timestamp()::text as now").value("now")
    try OutboxStore(session).insert(MailRequest.link(request))
  }

  /// Makes the link that was asked for, or finds it when that was done before. Nil when the person does not exist, or has
  /// changed password or address since they asked.
  func insert(_ request: LinkRequest) throws -> MailedLink? {
    try session.first(
      """
      insert into mailed_link as l (id, kind, user_id, email, new_email, partner_id, session_id, expires_at, requested_at)
      select \(request.id), \(request.kind.rawValue), u.id,
        case when \(request.kind.rawValue) = 'change_email' then \(request.newEmail)::text else u.email end,
        \(request.newEmail), \(request.partner), \(request.session),
        clock_timestamp() + \(request.kind.lifetime)::interval, r.at
      from app_user u, coalesce(\(request.requestedAt)::timestamptz, clock_timestamp()) as r (at)
      where (u.id = \(request.user)::uuid
          or (\(request.kind.rawValue) = 'reset_password' and u.email = \(request.email)::text))
        and u.secured_at <= r.at
      on conflict (id) do update set id = l.id
      returning id, kind, user_id, email, new_email, partner_id,
        (select o.name from app_user o where o.id = l.user_id) as owner_name,
        (select o.email from app_user o where o.id = l.user_id) as owner_email
      """
    ).map { try MailedLink($0) }
  }

  /// A link that is still good: what it rests on is as it was when it was asked for. Neither the password nor the address
  /// was changed since, and the session that asked for a change of address is open. Link and person are locked: of two
  /// uses at the same moment the second finds it used, and a change at the same moment comes before or after.
  func lock(_ id: UUID) throws -> MailedLink? {
    try session.first(
      """
      select l.id, l.kind, l.user_id, l.email, l.new_email, l.partner_id, u.name as owner_name, u.email as owner_email
      from mailed_link l join app_user u on u.id = l.user_id
      where l.id = \(id) and l.used_at is null and l.expires_at > clock_timestamp()
        and u.secured_at <= l.requested_at and u.erased_at is null
        and (l.session_id is null or exists (select from user_session s
          where s.id = l.session_id and s.revoked_at is null))
      for no key update of l, u
      """
    ).map { try MailedLink($0) }
  }

  func markUsed(_ id: UUID) throws {
    try session.query("update mailed_link set used_at = clock_timestamp() where id = \(id)")
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
    owner = LinkOwner(name: try row.value("owner_name"), email: try row.value("owner_email"))
  }
}
