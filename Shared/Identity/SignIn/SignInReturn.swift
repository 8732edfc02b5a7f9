internal import Audit
package import Core
internal import Cryptography
internal import Database
internal import OpenID

/// What a browser brings back from a provider.
package struct SignInAnswer: Sendable {
  let provider: String
  let state: String
  let code: String?
  let denial: String?
  /// What the cookie holds.
  let secret: String

  package init(provider: String, _ query: [(name: String, value: String)], secret: String) {
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    self.provider = provider
    state = value("state") ?? ""
    code = value("code")
    denial = value("error_description") ?? value("error")
    self.secret = secret
  }
}

extension Registrar {
  /// Logs in whom the provider names, makes an account for somebody new, or links the provider to who asked for that.
  package func completeSignIn(
    _ answer: SignInAnswer, _ directory: OpenIDDirectory, _ box: FactorBox, at now: Instant = .now()
  ) throws -> JSON {
    guard let client = directory[answer.provider] else { throw SignInError.unknownProvider }
    let store = SignInStore(session)
    let taken = try store.takeAttempt(state: SignIns.digest(answer.state), provider: answer.provider)
    // Whoever sends somebody else the end of their own trip would sign them in as themselves.
    guard let (attempt, browser) = taken, constantTimeEqual(browser, SignIns.digest(answer.secret)) else {
      throw SignInError.staleState
    }
    guard let code = answer.code else { throw SignInError.denied(answer.denial ?? "No code came back.") }
    let identity: OpenIDIdentity
    do throws(OpenIDError) {
      identity = try client.identity(
        code: code, verifier: attempt.verifier, nonce: attempt.nonce,
        redirectURI: directory.redirectURI(answer.provider), now: now)
    } catch {
      throw SignInError.openID(error)
    }
    if let user = attempt.user { return try link(identity, attempt, to: user) }
    return try signIn(identity, at: answer.provider, box, at: now)
  }

  private func link(_ identity: OpenIDIdentity, _ attempt: SignInAttempt, to user: UUID) throws -> JSON {
    let store = SignInStore(session)
    do {
      try session.transaction {
        guard let login = attempt.session, try SessionStore(session).isOpen(login, of: user) else {
          throw SignInError.staleState
        }
        // Asked again: the trip may have taken as long as a proof is good for.
        guard try SessionStore(session).isFreshlyAuthenticated(login, of: user) else {
          throw IdentityError.stepUpRequired
        }
        if let holder = try store.findUser(identity) {
          guard holder == user else { throw SignInError.belongsToAnother }
          return
        }
        try insert(identity, at: attempt.provider, of: user)
      }
    } catch {
      switch error {
      case DatabaseError.constraint(.unique, name: "sign_in_provider"): throw SignInError.anotherLinked
      case DatabaseError.constraint(.unique, name: "sign_in_pkey"): throw SignInError.belongsToAnother
      default: throw error
      }
    }
    return ["linked": .string(attempt.provider)]
  }

  private func signIn(_ identity: OpenIDIdentity, at provider: String, _ box: FactorBox, at now: Instant)
    throws
    -> JSON
  {
    do {
      return try session.transaction {
        let arrival = SignInArrival(provider: provider, identity: identity)
        let user = try find(arrival)
        guard try !SecondFactorStore(session).hasConfirmed(of: user) else {
          return try challenge(user, box, arrivingBy: arrival, at: now)
        }
        try keep(arrival, of: user)
        return try sessions.begin(for: user)
      }
    } catch {
      switch error {
      // Another browser of the same person was faster.
      case DatabaseError.constraint(.unique, name: "sign_in_pkey"),
        DatabaseError.constraint(.unique, name: "app_user_email_key"):
        return try signIn(identity, at: provider, box, at: now)
      case DatabaseError.constraint(.unique, name: "sign_in_provider"): throw SignInError.accountExists
      default: throw error
      }
    }
  }

  /// The person by the issuer's id of them. Somebody who comes for the first time is the holder of an account with the
  /// same address only if both the provider and we have seen that the address is theirs; else whoever registers with
  /// another's address, here or there, would come into an account that is not theirs.
  private func find(_ arrival: SignInArrival) throws -> UUID {
    let identity = arrival.identity
    let signIns = SignInStore(session)
    if let user = try signIns.findUser(identity) { return user }
    guard let given = identity.email, identity.isEmailVerified, MailAddress.isMailbox(given) else {
      throw SignInError.unverifiedAddress
    }
    let email = MailAddress.folded(given)
    if let known = try store.findUser(email: email)?.id {
      guard try store.findCredentials(of: known)?.isVerified == true,
        try !signIns.exists(of: known, at: arrival.provider)
      else { throw SignInError.accountExists }
      return known
    }
    let user = UUID.v7()
    // Told by the provider, not given to us: what may not be in a name is left out.
    let name = identity.name.map { String($0.oneLine().prefix(200)) } ?? ""
    try store.insertUser(user, email: email, name: name.isBlank ? email : name, hash: nil)
    try store.markVerified(user, email: email)
    try log.record(.userRegistered, in: user, by: user)
    return user
  }

  /// What stays of a sign-in: for who has a second factor only after that was given.
  func keep(_ arrival: SignInArrival, of user: UUID) throws {
    let signIns = SignInStore(session)
    if try signIns.findUser(arrival.identity) == user { return try signIns.markUsed(arrival.identity) }
    try insert(arrival.identity, at: arrival.provider, of: user)
  }

  /// The person is told: it is a new way in.
  private func insert(_ identity: OpenIDIdentity, at provider: String, of user: UUID) throws {
    try SignInStore(session).insert(identity, at: provider, of: user)
    try log.record(
      .signInLinked, in: user, by: user, on: "sign_in:\(provider)", after: ["email": JSON(identity.email)])
    try SecurityNotices(session, from: origin).tell(user, .signInLinked(provider: provider))
  }
}
