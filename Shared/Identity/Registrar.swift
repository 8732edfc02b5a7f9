package import Core
internal import Cryptography
package import Database

/// Registering, logging in, and staying logged in.
package struct Registrar {
  private static let sessionLifetime = Duration.seconds(30 * 24 * 3600)

  private let session: Session
  private let store: IdentityStore
  private let signer: TokenSigner

  /// The session's role may see every person and session.
  package init(_ session: Session, signer: TokenSigner) {
    self.session = session
    store = IdentityStore(session: session)
    self.signer = signer
  }

  /// Makes the person, their organization and a first workspace, and logs them in.
  ///
  /// With a `key` that made a person before, nothing is made: the same person is logged in again.
  package func register(_ registration: Registration, key: String?) throws -> JSON {
    if let key, let made = try store.findUser(registrationKey: key) {
      guard made.email == registration.email, try made.hash.matches(registration.password) else {
        throw IdentityError.keyReused
      }
      return try logIn(made.id, withHome: true)
    }
    let hash = try PasswordHash(of: registration.password)
    do {
      return try session.transaction {
        let user = UUID.v7()
        let organization = UUID.v7()
        try store.insertUser(user, registration, hash: hash, key: key)
        try store.insertOrganization(organization, name: registration.organization, owner: user)
        try store.insertWorkspace(
          .v7(), organization: organization, name: registration.organization, timeZone: registration.timeZone)
        return try logIn(user, withHome: true)
      }
    } catch {
      switch error {
      case DatabaseError.constraint(.unique, name: "app_user_email_key"): throw IdentityError.emailTaken
      case DatabaseError.constraint(.unique, name: "app_user_registration_key_key"):
        return try register(registration, key: key)
      case DatabaseError.refused(sqlState: "22023", _): throw IdentityError.unknownTimeZone
      default: throw error
      }
    }
  }

  /// Takes the same time whether the address is known or not.
  package func logIn(_ request: LogInRequest) throws -> JSON {
    guard let user = try store.findUser(email: request.email) else {
      _ = try PasswordHash(of: request.password)
      throw IdentityError.wrongCredentials
    }
    guard try user.hash.matches(request.password) else { throw IdentityError.wrongCredentials }
    return try logIn(user.id, withHome: false)
  }

  /// Gives new tokens for the newest refresh token. An older one is a sign of theft and ends the session, but
  /// for the last one within seconds: its answer was probably lost on the way.
  package func refresh(_ text: String) throws -> JSON {
    guard let token = RefreshToken(text) else { throw IdentityError.wrongToken }
    let renewed: JSON? = try session.transaction {
      guard let stored = try store.lockSession(token.session), token.isGenuine(key: stored.key) else {
        return nil
      }
      if token.counter == stored.counter {
        try store.advanceSession(token.session)
        return try tokens(
          of: stored.user, session: token.session, key: stored.key, counter: stored.counter + 1)
      }
      if token.counter == stored.counter - 1 && stored.isFresh {
        return try tokens(of: stored.user, session: token.session, key: stored.key, counter: stored.counter)
      }
      try store.revokeSession(token.session)
      return nil
    }
    guard let renewed else { throw IdentityError.wrongToken }
    return renewed
  }

  private func logIn(_ user: UUID, withHome: Bool) throws -> JSON {
    let id = UUID.v7()
    let key = SecureRandom.bytes(32)
    try store.insertSession(id, user: user, key: key, expiresAt: .now() + Self.sessionLifetime)
    return try tokens(of: user, session: id, key: key, counter: 0, withHome: withHome)
  }

  private func tokens(of user: UUID, session: UUID, key: [UInt8], counter: Int, withHome: Bool = false) throws
    -> JSON
  {
    guard let home = try store.findHome(of: user) else { throw IdentityError.noOrganization }
    let now = Instant.now()
    let access = AccessToken(
      user: user, organization: home.organization, session: session, expiresAt: now + AccessToken.lifetime)
    var json = withHome ? home.json : [:]
    json["access_token"] = .string(try signer.sign(access, at: now))
    json["refresh_token"] = .string(RefreshToken(session: session, counter: counter, key: key).text)
    json["expires_in"] = .integer(AccessToken.lifetime.components.seconds)
    json["token_type"] = "Bearer"
    return .object(json)
  }
}
