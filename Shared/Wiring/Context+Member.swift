package import Audit
package import Core
package import Database
package import Identity
package import LambdaRuntime

extension Context {
  /// Who sends the request, when their token or key is good and their role and the key's scopes include the permission.
  ///
  /// The role is read from the database each time: a token outlives a change of role.
  package func member(_ request: Request, may permission: Permission) throws -> Member {
    switch try credential(request) {
    case .token(let token): return try member(token, may: permission)
    case .key(let key):
      let member = try member(key, request)
      try member.require(permission)
      return member
    }
  }

  func member(_ token: AccessToken, may permission: Permission) throws -> Member {
    let session = try session(token.scope)
    guard var member = try MembershipStore(session).findMember(of: token) else {
      throw try SessionStore(session).isOpen(token.session, of: token.user)
        ? IdentityError.noOrganization : IdentityError.wrongToken
    }
    member.session = token.session
    try countRequest(of: .user(member.user), .organization(member.organization))
    try member.require(permission)
    return member
  }

  private func member(_ key: APIKey, _ request: Request) throws -> Member {
    let keys = APIKeyStore(try session())
    guard let (member, isUseOld) = try keys.find(key, from: request.sourceIP), let rights = member.key else {
      throw IdentityError.wrongToken
    }
    if isUseOld {
      afterAnswer { try APIKeyStore(session(member.scope)).touch(rights.id, of: member.organization) }
    }
    try countRequest(of: .key(rights.id), .organization(member.organization))
    return member
  }

  /// Who sends the request, member of an organization or not: for what is their own. An API key is not enough.
  package func person(_ request: Request) throws -> AccessToken {
    let token: AccessToken
    switch try credential(request) {
    case .token(let given): token = given
    case .key(let key):
      _ = try member(key, request)
      throw IdentityError.personRequired
    }
    let session = try session(.init(organization: nil, user: token.user))
    guard try SessionStore(session).isOpen(token.session, of: token.user) else {
      throw IdentityError.wrongToken
    }
    try countRequest(of: .user(token.user))
    return token
  }

  /// Refuses what is too sensitive for a session that has not proved who it is within the last ten minutes, by a
  /// password or a second factor. A line of its own, after the one that says who. That the right is named keeps the list of
  /// them complete.
  package func requireStepUp(_ request: Request, for _: LastingRight) throws {
    guard case .token(let token) = try credential(request) else { throw IdentityError.personRequired }
    let session = try session(.init(organization: nil, user: token.user))
    guard try SessionStore(session).isFreshlyAuthenticated(token.session, of: token.user) else {
      throw IdentityError.stepUpRequired
    }
  }

  /// The sender of the request and what they prove themselves by, for what is finished without it.
  package func beginner(_ request: Request, _ member: Member) throws -> Beginner {
    let means: Beginner.Means =
      switch try credential(request) {
      case .token(let token): .session(token.session)
      case .key: .key(member.key?.id ?? .zero)
      }
    return Beginner(user: member.user, organization: member.organization, means: means)
  }

  /// Where the request came from, for the audit trail.
  package func origin(_ request: Request) -> Origin {
    Origin(
      address: request.sourceIP, userAgent: request.header("user-agent"), traceID: traceID,
      key: request.bearer.flatMap { APIKey($0) }?.publicID)
  }

  /// The audit trail of what the request does.
  package func auditLog(_ request: Request, _ scope: Scope) throws -> AuditLog {
    AuditLog(try session(scope), origin(request))
  }

  /// What the sender may read of themselves: a person all of it, member of an organization or not; a key what is of its
  /// own organization.
  package func reader(_ request: Request) throws -> (user: UUID, organization: UUID?, scope: Scope) {
    switch try credential(request) {
    case .token:
      let person = try person(request)
      return (person.user, nil, person.personalScope)
    case .key(let key):
      let member = try member(key, request)
      try member.require(.read)
      return (member.user, member.organization, member.scope)
    }
  }

  /// What the request proves its sender by.
  private enum Credential {
    case token(AccessToken)
    /// Of the right form; whether it is ours is not known yet.
    case key(APIKey)
  }

  /// The header decides when there is one: a cookie is sent by the browser, whoever asked for the request.
  private func credential(_ request: Request) throws -> Credential {
    if let text = request.bearer {
      guard text.hasPrefix(APIKey.prefix) else { return .token(try token(bearer: text)) }
      guard let key = APIKey(text) else { throw IdentityError.wrongToken }
      return .key(key)
    }
    guard request.header("authorization") == nil, let text = request.cookie(SessionCookies.access) else {
      throw IdentityError.wrongToken
    }
    try requireSameSite(request)
    return .token(try token(bearer: text))
  }

  func token(bearer text: String) throws -> AccessToken {
    let tokens = try kept { KnownTokens(try TokenVerifier(keys: try setting(.tokenPublicKeys))) }
    guard let token = tokens.verify(text, at: .now()) else { throw IdentityError.wrongToken }
    return token
  }
}

extension Request {
  /// What stands behind `Bearer` in the `Authorization` header.
  fileprivate var bearer: String? {
    // By bytes: by characters it takes as long as all the rest of a request.
    let parts = (header("authorization") ?? "").utf8.split(separator: UInt8(ascii: " "))
    guard parts.count == 2, Substring(parts[0]).lowercased() == "bearer" else { return nil }
    return String(Substring(parts[1]))
  }
}
