package import Audit
package import Core
internal import Cryptography
package import Database

/// Does what the holder of a mailed link may do, once.
package struct LinkDesk {
  private let session: Session
  private let links: MailedLinkStore
  private let people: IdentityStore
  private let origin: Origin
  private let log: AuditLog
  private let notices: SecurityNotices

  /// The session's role may see every person.
  package init(_ session: Session, from origin: Origin) {
    self.session = session
    links = MailedLinkStore(session)
    people = IdentityStore(session: session)
    self.origin = origin
    log = AuditLog(session, origin)
    notices = SecurityNotices(session, from: origin)
  }

  /// What the link is for, without using it: programs that scan mail open links too.
  package func find(_ id: UUID) throws -> LinkSubject {
    if let link = try session.transaction({ try links.lock(id) }) {
      let isReset = link.kind == .resetPassword
      return .request(link, isReset ? try WaysIn(session, log).report(on: link.user) : .none)
    }
    if let registration = try RegistrationStore(session).find(id) { return .registration(registration) }
    guard let invitation = try InvitationStore(session).findOpen(id) else { throw IdentityError.wrongLink }
    return .invitation(invitation)
  }

  /// Uses the link. `use` holds what its form asked for, `browser` what the cookie of one that registered holds.
  package func use(_ id: UUID, _ use: LinkUse, in browser: String = "") throws -> LinkOutcome {
    switch try find(id) {
    case .request(let link, _): return try self.use(link, use)
    case .registration(let registration):
      return try Confirmation(session, log).confirm(registration, use, in: browser)
    case .invitation(let invitation): return try Acceptance(session, log).accept(invitation, use)
    }
  }

  private func use(_ link: MailedLink, _ use: LinkUse) throws -> LinkOutcome {
    let hash = link.kind == .resetPassword ? try newHash(use.password) : nil
    if link.kind == .changeEmail { try checkOwner(of: link, use.password) }
    do {
      return try session.transaction {
        guard let link = try links.lock(link.id) else { throw IdentityError.wrongLink }
        try links.markUsed(link.id)
        switch link.kind {
        case .verifyEmail: return try verify(link)
        case .resetPassword: return try reset(link, to: hash, ending: use.ends)
        case .leaveEmail, .changeEmail: return try agree(link)
        }
      }
    } catch {
      switch error {
      case DatabaseError.constraint(.unique, name: "app_user_email_key"): throw IdentityError.emailTaken
      default: throw error
      }
    }
  }

  /// Hashed before the link is locked: it takes a quarter of a second.
  private func newHash(_ password: String?) throws -> PasswordHash {
    guard let password else {
      throw Problem.invalid([FieldError("/password", "required", "This field is required.")])
    }
    try people.refuseCommon(password, at: "/password")
    return try PasswordHash(of: password)
  }

  /// Who reads mail at the new address has to be the owner of the account that is to have it: else somebody could give
  /// another's address to an account of their own, and stay in it.
  private func checkOwner(of link: MailedLink, _ password: String?) throws {
    guard let password else {
      throw Problem.invalid([
        FieldError("/password", "required", "Give the password of the account that is to have this address.")
      ])
    }
    try PasswordCheck(session, from: origin).pass(
      password, of: link.user,
      or: FieldError("/password", "wrong_password", "This is not the password of the account."))
  }

  private func verify(_ link: MailedLink) throws -> LinkOutcome {
    try people.markVerified(link.user, email: link.email)
    try log.record(.emailVerified, in: link.user, by: link.user)
    return .emailVerified
  }

  /// Whoever had a session by the old password loses it, and every other link that was asked for before.
  private func reset(_ link: MailedLink, to hash: PasswordHash?, ending: EndedWays) throws -> LinkOutcome {
    guard let hash else { throw IdentityError.wrongLink }
    try people.updatePassword(of: link.user, hash)
    if try people.findCredentials(of: link.user)?.isVerified == false {
      try SquattedAccount(session, log).clear(link.user)
    }
    try people.markVerified(link.user, email: link.email)
    let ended = try SessionStore(session).revokeAll(of: link.user)
    try log.record(.passwordReset, in: link.user, by: link.user, after: ["ended_sessions": JSON(ended)])
    let ways = try WaysIn(session, log).settle(link.user, ending: ending)
    try notices.tell(link.user, .passwordChanged(ways))
    return .passwordReset(ways)
  }

  private func agree(_ link: MailedLink) throws -> LinkOutcome {
    guard let partner = link.partner, let newEmail = link.newEmail, try links.isUsed(partner) else {
      return .waitingForOtherAddress
    }
    let before = try people.findCredentials(of: link.user)?.email
    try people.updateEmail(of: link.user, to: newEmail)
    try log.record(
      .emailChanged, in: link.user, by: link.user, before: ["email": JSON(before)],
      after: ["email": .string(newEmail)])
    return .emailChanged
  }
}

/// What a link is for.
package enum LinkSubject: Sendable {
  /// What a person asked for, about their own account; for a new password with what it does not end.
  case request(MailedLink, WaysInReport)
  case registration(OpenRegistration)
  case invitation(Invitation)
}

/// What using a link did.
package enum LinkOutcome: Sendable, Equatable {
  case registered
  case emailVerified
  case passwordReset(WaysInReport)
  case emailChanged
  /// The link in the other message has to be used too.
  case waitingForOtherAddress
  case organizationJoined
}

extension LinkOutcome {
  package var json: JSON {
    switch self {
    case .registered: ["result": "registered"]
    case .emailVerified: ["result": "email_verified"]
    case .passwordReset(let ways):
      .object(JSONObject([(name: "result", value: "password_reset")] + (ways.json.object?.members ?? [])))
    case .emailChanged: ["result": "email_changed"]
    case .waitingForOtherAddress: ["result": "waiting_for_other_address"]
    case .organizationJoined: ["result": "organization_joined"]
    }
  }
}

/// What is sent to use a link.
package struct LinkUse: Sendable {
  /// For a link that sets a password, confirms a registration or gives an account a new address, and for an invitation of
  /// somebody new.
  package let password: String?
  /// For an invitation of somebody new.
  package let name: String?
  /// For a link that sets a password: what is to end with the old one.
  let ends: EndedWays

  package init(_ body: JSON) throws(Problem) {
    var fields = Fields(of: body)
    name = fields.optionalName("name")
    password = fields.optionalString("password", length: 8...1000)
    ends = EndedWays(&fields, byLink: true)
    try fields.finish()
  }
}
