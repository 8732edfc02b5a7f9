package import Audit
internal import Core
internal import Database
package import Identity
package import LambdaRuntime

extension Context {
  /// Who sends the request, when their token is good and their role includes the permission.
  ///
  /// The role is read from the database each time: a token outlives a change of role.
  package func member(_ request: Request, may permission: Permission) throws -> Member {
    try member(try token(request), may: permission)
  }

  func member(_ token: AccessToken, may permission: Permission) throws -> Member {
    let session = try session(token.scope)
    guard let member = try MembershipStore(session).findMember(of: token) else {
      throw try SessionStore(session).isOpen(token.session, of: token.user)
        ? IdentityError.noOrganization : IdentityError.wrongToken
    }
    guard member.role.may(permission) else { throw IdentityError.forbidden(permission) }
    return member
  }

  /// Who sends the request, member of an organization or not: for what is their own.
  package func person(_ request: Request) throws -> AccessToken {
    let token = try token(request)
    let session = try session(.init(organization: nil, user: token.user))
    guard try SessionStore(session).isOpen(token.session, of: token.user) else {
      throw IdentityError.wrongToken
    }
    return token
  }

  /// Refuses what is too sensitive for a session that has not proved who it is within the last ten minutes, by a
  /// password or a second factor. A line of its own, after the one that says who.
  package func requireStepUp(_ request: Request) throws {
    let token = try token(request)
    let session = try session(.init(organization: nil, user: token.user))
    guard try SessionStore(session).isFreshlyAuthenticated(token.session, of: token.user) else {
      throw IdentityError.stepUpRequired
    }
  }

  /// Where the request came from, for the audit trail.
  package func origin(_ request: Request) -> Origin {
    Origin(address: request.sourceIP, userAgent: request.header("user-agent"), traceID: traceID)
  }

  /// The access token of the request, verified.
  package func token(_ request: Request) throws -> AccessToken {
    let parts = (request.header("authorization") ?? "").split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw IdentityError.wrongToken }
    return try token(bearer: String(parts[1]))
  }

  func token(bearer text: String) throws -> AccessToken {
    let verifier = try kept { try TokenVerifier(keys: try setting(.tokenPublicKeys)) }
    guard let token = verifier.verify(text, at: .now()) else { throw IdentityError.wrongToken }
    return token
  }
}
