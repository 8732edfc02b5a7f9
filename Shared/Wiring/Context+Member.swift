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

  /// Where the request came from, for the audit trail.
  package func origin(_ request: Request) -> Origin {
    Origin(address: request.sourceIP, userAgent: request.header("user-agent"), traceID: traceID)
  }

  /// The access token of the request, verified.
  package func token(_ request: Request) throws -> AccessToken {
    // By bytes: by characters it takes as long as all the rest of a request.
    let parts = (request.header("authorization") ?? "").utf8.split(separator: UInt8(ascii: " "))
    guard parts.count == 2, Substring(parts[0]).lowercased() == "bearer" else {
      throw IdentityError.wrongToken
    }
    return try token(bearer: String(Substring(parts[1])))
  }

  func token(bearer text: String) throws -> AccessToken {
    let tokens = try kept { KnownTokens(try TokenVerifier(keys: try setting(.tokenPublicKeys))) }
    guard let token = tokens.verify(text, at: .now()) else { throw IdentityError.wrongToken }
    return token
  }
}
