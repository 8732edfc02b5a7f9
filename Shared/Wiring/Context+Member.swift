internal import Core
internal import Database
package import Identity
package import LambdaRuntime

extension Context {
  /// Who sends the request, when their token is good and their role includes the permission.
  ///
  /// The role is read from the database each time: a token outlives a change of role.
  package func member(_ request: Request, may permission: Permission) throws -> Member {
    let token = try token(request)
    let session = try session(.init(organization: token.organization, user: token.user))
    guard let member = try MembershipStore(session).findMember(token.user, in: token.organization) else {
      throw IdentityError.noOrganization
    }
    guard member.role.may(permission) else { throw IdentityError.forbidden(permission) }
    return member
  }

  /// The access token of the request, verified.
  package func token(_ request: Request) throws -> AccessToken {
    let verifier = try kept { try TokenVerifier(keys: try setting(.tokenPublicKeys)) }
    let parts = (request.header("authorization") ?? "").split(separator: " ")
    guard parts.count == 2, parts[0].lowercased() == "bearer",
      let token = verifier.verify(String(parts[1]), at: .now())
    else { throw IdentityError.wrongToken }
    return token
  }
}
