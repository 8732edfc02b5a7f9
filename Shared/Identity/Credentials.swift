package import Audit
package import Core
internal import Cryptography
package import Database
internal import Limits

/// What a person who is logged in does with their own password, address and sessions.
package struct Credentials {
  let session: Session
  let person: AccessToken
  private let people: IdentityStore
  private let sessions: SessionStore
  let origin: Origin
  let log: AuditLog
  let notices: SecurityNotices

  /// The session's role may see every person and session.
  package init(_ session: Session, of person: AccessToken, from origin: Origin) {
    self.session = session
    self.person = person
    people = IdentityStore(session: session)
    sessions = SessionStore(session)
    self.origin = origin
    log = AuditLog(session, origin)
    notices = SecurityNotices(session, from: origin)
  }

  /// Ends every other session, and whatever was asked for by mail before: whoever knew the old password is out. Returns
  /// which ways in are good still.
  package func changePassword(_ change: PasswordChange) throws -> WaysInReport {
    try check(change.current, at: "/current_password")
    try people.refuseCommon(change.new, at: "/new_password")
    let hash = try PasswordHash(of: change.new)
    return try session.transaction {
      try people.updatePassword(of: person.user, hash)
      let ended = try sessions.revokeAll(of: person.user, except: person.session)
      try log.record(
        .passwordChanged, in: person.user, by: person.user, after: ["ended_sessions": JSON(ended)])
      let ways = try WaysIn(session, log).settle(person.user, ending: change.ends)
      try notices.tell(person.user, .passwordChanged(ways))
      return ways
    }
  }

  /// Sends a link to both addresses. The address changes when both were used. Whether somebody has the new one
  /// already is not told.
  package func changeEmail(_ change: EmailChange) throws {
    let current = try check(change.password, at: "/password")
    // By bytes: Swift takes two ways to write one letter for the same.
    guard !change.email.utf8.elementsEqual(current.utf8) else {
      throw Problem.invalid([FieldError("/email", "unchanged", "This is your address already.")])
    }
    try RateLimiter(session).take(LogInLimits.mail(to: change.email, by: person.user))
    try session.transaction {
      for request in LinkRequest.changeEmail(to: change.email, by: person) {
        try MailedLinkStore(session).request(request)
      }
      try log.record(
        .emailChangeRequested, in: person.user, by: person.user, before: ["email": .string(current)],
        after: ["email": .string(change.email)])
    }
  }

  /// Sends the link that verifies the address once more.
  package func requestVerification() throws {
    guard let person = try people.findCredentials(of: person.user) else { throw IdentityError.wrongToken }
    guard !person.isVerified else { throw IdentityError.alreadyVerified }
    try RateLimiter(session).take(LogInLimits.mail(to: person.email, by: self.person.user))
    try MailedLinkStore(session).request(.verifyEmail(self.person.user))
  }

  /// Ends the session that the request was sent in.
  package func endThisSession() throws { try endSession(person.session) }

  /// Ends one session.
  package func endSession(_ id: UUID) throws {
    try session.transaction {
      guard try sessions.revoke(id, of: person.user) else { throw Problem.notFound("session") }
      try log.record(.sessionEnded, in: person.user, by: person.user, on: "session:\(id)")
    }
  }

  /// Ends all sessions, this one too.
  package func endAllSessions() throws {
    try session.transaction {
      let ended = try sessions.revokeAll(of: person.user)
      try log.record(.sessionEnded, in: person.user, by: person.user, after: ["ended_sessions": JSON(ended)])
    }
  }

  /// Checks the password, which a session alone does not prove, and returns the address.
  @discardableResult
  func check(_ password: String, at pointer: String) throws -> String {
    try PasswordCheck(session, from: origin).pass(
      password, of: person.user, or: FieldError(pointer, "wrong_password", "This is not your password."))
  }
}

/// Asking for a new password, by whoever: the answer is the same whether somebody has the address or not.
package struct PasswordResets {
  private let session: Session
  private let origin: Origin

  package init(_ session: Session, from origin: Origin) {
    self.session = session
    self.origin = origin
  }

  package func request(_ email: String) throws {
    try RateLimiter(session).take(LogInLimits.mail(to: email, from: origin))
    try MailedLinkStore(session).request(.resetPassword(email))
  }
}
