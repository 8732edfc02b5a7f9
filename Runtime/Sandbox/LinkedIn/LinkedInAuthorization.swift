internal import Core
internal import HTTPServer

/// OAuth 2.0: the consent page, tokens, and who is behind a token.
extension LinkedIn {
  /// Those that an application gets when it is approved for Community Management. `r_member_social` is closed.
  private static let allowedScopes: Set<String> = [
    "openid", "profile", "email", "w_member_social", "r_basicprofile", "r_organization_social",
    "w_organization_social", "rw_organization_admin", "r_organization_admin",
  ]

  /// GET shows the consent page, POST is its form coming back.
  func authorize(_ call: Call) -> Answer {
    guard call.query("client_id") == application.id else {
      return refusePage("The passed in client_id is invalid")
    }
    guard let redirectURI = call.query("redirect_uri"), ConsentPage.isAcceptable(redirectURI: redirectURI)
    else { return refusePage("The redirect_uri does not match the registered value") }
    let state = call.query("state").map { [("state", $0)] } ?? []
    func goBack(_ error: String, _ description: String) -> Answer {
      .now(
        ConsentPage.leave(
          for: redirectURI, with: [("error", error), ("error_description", description)] + state))
    }
    guard call.query("response_type") == "code" else { return refusePage("response_type=code is required") }
    let scopes = (call.query("scope") ?? "").split(separator: " ").map(String.init)
    if let odd = scopes.first(where: { !Self.allowedScopes.contains($0) }) {
      return goBack("unauthorized_scope_error", "Scope \"\(odd)\" is not authorized for your application")
    }
    guard call.method == "POST" else {
      return .now(
        ConsentPage.show(platform: "LinkedIn", scopes: scopes, optional: scopes, address: call.address))
    }
    switch ConsentPage.decision(of: call) {
    case .missing:
      return .now(
        ConsentPage.show(platform: "LinkedIn", scopes: scopes, optional: scopes, address: call.address))
    case .denied: return goBack("user_cancelled_authorize", "The user cancelled the authorization")
    case .approved(let username):
      let scopes = ConsentPage.granted(call, of: scopes, optional: scopes)
      let code = codes.issue(
        Consent(
          username: username, clientID: application.id, redirectURI: redirectURI, scopes: scopes,
          givenAt: world.now))
      return .now(ConsentPage.leave(for: redirectURI, with: [("code", code)] + state))
    }
  }

  func exchangeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    switch call.form("grant_type") {
    case "authorization_code":
      guard let code = call.form("code"), let consent = codes.redeem(code, at: world.now),
        call.form("redirect_uri") == consent.redirectURI
      else {
        throw .linkedInOAuth(
          400, "invalid_request",
          "Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code. Or authorization code expired. Or external member binding exists"
        )
      }
      let member = LinkedInMember(username: consent.username)
      let scopes = Set(consent.scopes)
      // LinkedIn approves for refresh tokens those partners that it approves for organizations.
      let refresh = scopes.contains("w_organization_social") ? issueRefresh(member, scopes) : nil
      return grant(member, scopes, refresh: refresh)
    case "refresh_token":
      guard let text = call.form("refresh_token"), let token = tokens.findRefresh(text), !token.isRevoked,
        token.expiresAt > world.now
      else {
        throw .linkedInOAuth(
          400, "invalid_request",
          "The provided authorization grant or refresh token is invalid, expired or revoked.")
      }
      return grant(token.member, token.scopes, refresh: text)
    default: throw .linkedInOAuth(400, "invalid_request", "A required parameter \"grant_type\" is missing")
    }
  }

  func introspectToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    guard let token = tokens.find(call.form("token") ?? "") else { return .json(["active": false]) }
    let status = token.isRevoked ? "revoked" : token.expiresAt <= world.now ? "expired" : "active"
    return .json([
      "active": .bool(status == "active"), "status": .string(status), "auth_type": "3L",
      "client_id": .string(application.id), "created_at": .integer(token.issuedAt.seconds),
      "authorized_at": .integer(token.issuedAt.seconds), "expires_at": .integer(token.expiresAt.seconds),
      "scope": .string(token.scopes.sorted().joined(separator: ",")),
    ])
  }

  func revokeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    let token = call.form("token") ?? ""
    tokens.revoke(token)
    world.remember(name, "revoked", ["token": .string(token)])
    return .json([:])
  }

  /// What a call's token stands for; it must have all these scopes. `resource` is named in the refusal.
  func caller(_ call: Call, _ scopes: [String], for resource: String) throws(Refusal) -> LinkedInTokens.Token
  {
    guard let text = call.bearerToken, !text.isEmpty else {
      throw .linkedInToken(65604, "EMPTY_ACCESS_TOKEN", "Empty oauth2 access token")
    }
    guard let token = tokens.find(text) else {
      throw .linkedInToken(65600, "INVALID_ACCESS_TOKEN", "Invalid access token")
    }
    guard !token.isRevoked else {
      throw .linkedInToken(
        65601, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user")
    }
    guard token.expiresAt > world.now else {
      throw .linkedInToken(65602, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired")
    }
    guard token.scopes.isSuperset(of: scopes) else { throw .linkedInAccess(resource) }
    return token
  }

  func readMember(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let member = try caller(call, ["openid", "profile"], for: "userinfo.GET.NO_VERSION").member
    return .json([
      "sub": .string(member.id), "name": .string(member.username), "given_name": .string(member.username),
      "locale": ["country": "US", "language": "en"],
    ])
  }

  func listRoles(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let member = try caller(call, ["rw_organization_admin"], for: "organizationAcls.FINDER-roleAssignee")
      .member
    guard call.query("q") == "roleAssignee" else {
      throw .linkedInField("q", "INVALID_VALUE_FOR_FIELD", "q must be roleAssignee")
    }
    let isWanted =
      call.query("role") ?? "ADMINISTRATOR" == "ADMINISTRATOR"
      && call.query("state") ?? "APPROVED" == "APPROVED"
    let role: JSON = [
      "role": "ADMINISTRATOR", "organization": .string(member.organization),
      "roleAssignee": .string(member.urn), "state": "APPROVED",
    ]
    return .json(try page(isWanted ? [role] : [], call))
  }

  func readOrganization(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let member = try caller(call, ["rw_organization_admin"], for: "organizations.GET").member
    guard path[0] == member.organizationID else {
      throw .linkedIn(404, "NOT_FOUND", "Organization \(path[0]) is not found")
    }
    return .json([
      "id": .integer(Int64(member.organizationID) ?? 0), "localizedName": .string(member.organizationName),
      "vanityName": .string(member.username.lowercased()),
    ])
  }

  /// A page of a list, as `start` and `count` ask for it.
  func page(_ elements: [JSON], _ call: Call) throws(Refusal) -> JSON {
    guard let start = Int(call.query("start") ?? "0"), let count = Int(call.query("count") ?? "10"),
      start >= 0, (1...100).contains(count)
    else { throw .linkedInField("count", "INVALID_VALUE_FOR_FIELD", "count is 1 to 100") }
    return [
      "elements": .array(Array(elements.dropFirst(start).prefix(count))),
      "paging": ["start": JSON(start), "count": JSON(count), "total": JSON(elements.count), "links": []],
    ]
  }

  private func authenticateClient(_ call: Call) throws(Refusal) {
    guard call.form("client_id") == application.id, call.form("client_secret") == application.secret else {
      throw .linkedInOAuth(401, "invalid_client", "Client authentication failed")
    }
  }

  private func issueRefresh(_ member: LinkedInMember, _ scopes: Set<String>) -> String {
    let text = tokens.issueRefresh(member, scopes, at: world.now)
    world.remember(name, "token", tokens.record(text))
    return text
  }

  private func grant(_ member: LinkedInMember, _ scopes: Set<String>, refresh: String?) -> Answer {
    let text = tokens.issue(member, scopes, at: world.now)
    world.remember(name, "token", tokens.record(text))
    var body: JSONObject = [
      "access_token": .string(text), "expires_in": .integer(LinkedInTokens.lifetime.components.seconds),
      "scope": .string(scopes.sorted().joined(separator: ",")), "token_type": "Bearer",
    ]
    if let refresh, let token = tokens.findRefresh(refresh) {
      body["refresh_token"] = .string(refresh)
      body["refresh_token_expires_in"] = .integer((token.expiresAt - world.now).components.seconds)
    }
    return .json(.object(body))
  }

  private func refusePage(_ reason: String) -> Answer {
    .now(ConsentPage.refuse(platform: "LinkedIn", reason: reason))
  }
}
