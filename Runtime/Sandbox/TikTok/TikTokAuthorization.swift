internal import Core
internal import HTTPServer

/// Login Kit for web, and the user behind a token.
extension TikTok {
  /// GET shows the consent page, POST is its form coming back.
  func authorize(_ call: Call) -> Answer {
    guard call.query("client_key") == application.id else { return refusePage("client_key") }
    guard let redirectURI = call.query("redirect_uri"), redirectURI.utf8.count <= 512,
      ConsentPage.isAcceptable(redirectURI: redirectURI)
    else { return refusePage("redirect_uri") }
    let scopes = (call.query("scope") ?? "").split(separator: ",").map(String.init)
    let optional = scopes.filter { $0 != "user.info.basic" }
    guard call.query("response_type") == "code", scopes.contains("user.info.basic") else {
      return refusePage("scope or response_type")
    }
    let state = [("state", call.query("state") ?? "")]
    let page = Answer.now(
      ConsentPage.show(platform: "TikTok", scopes: scopes, optional: optional, address: call.address))
    guard call.method == "POST" else { return page }
    switch ConsentPage.decision(of: call) {
    case .missing: return page
    case .denied:
      let reason = [("error", "access_denied"), ("error_description", "User cancelled the authorization")]
      return .now(ConsentPage.leave(for: redirectURI, with: reason + state))
    case .approved(let username):
      let scopes = ConsentPage.granted(call, of: scopes, optional: optional)
      let code = codes.issue(
        Consent(
          username: username, clientID: application.id, redirectURI: redirectURI, scopes: scopes,
          givenAt: world.now))
      let granted = [("scopes", scopes.joined(separator: ","))]
      return .now(ConsentPage.leave(for: redirectURI, with: [("code", code)] + granted + state))
    }
  }

  func exchangeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    switch call.form("grant_type") {
    case "authorization_code":
      guard let code = call.form("code"), let consent = codes.redeem(code, at: world.now) else {
        throw .tikTokOAuth("invalid_grant", "Authorization code is expired.")
      }
      guard call.form("redirect_uri") == consent.redirectURI else {
        throw .tikTokOAuth(
          "invalid_request", "Redirect_uri is not matched with the uri when requesting code.")
      }
      return issue(consent.username, consent.scopes, used: nil)
    case "refresh_token":
      let token = call.form("refresh_token") ?? ""
      guard let grant = tokens.redeem(token, at: world.now) else {
        throw .tikTokOAuth("invalid_grant", "Refresh token is invalid or expired.")
      }
      return issue(grant.username, grant.scopes, used: token)
    default: throw .tikTokOAuth("unsupported_grant_type", "The grant type is not supported.")
    }
  }

  func revokeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    let token = call.form("token") ?? ""
    tokens.revoke(token)
    world.remember(name, "revoked", ["token": .string(token)])
    return .json([:])
  }

  private func authenticateClient(_ call: Call) throws(Refusal) {
    guard call.form("client_key") == application.id, call.form("client_secret") == application.secret else {
      throw .tikTokOAuth("invalid_client", "Client key or secret is incorrect.")
    }
  }

  private func issue(_ username: String, _ scopes: [String], used: String?) -> Answer {
    let (access, refresh) = (Secret.make("act."), Secret.make("rft."))
    tokens.insert(access, refresh, username, scopes, at: world.now)
    world.remember(
      name, "tokens",
      [
        "access": .string(access), "refresh": .string(refresh), "username": .string(username),
        "scopes": .string(scopes.joined(separator: ",")), "issued": .integer(world.now.microseconds),
        "used": JSON(used),
      ])
    let openID = tokens.access(access, at: world.now)?.openID
    return .json([
      "access_token": .string(access), "expires_in": .integer(TikTokTokens.accessLifetime.components.seconds),
      "open_id": JSON(openID), "refresh_token": .string(refresh),
      "refresh_expires_in": .integer(TikTokTokens.refreshLifetime.components.seconds),
      "scope": .string(scopes.joined(separator: ",")), "token_type": "Bearer",
    ])
  }

  /// The user a call acts for, who must have agreed to this scope.
  func caller(_ call: Call, _ scope: String) throws(Refusal) -> TikTokTokens.Grant {
    guard let grant = tokens.access(call.bearerToken, at: world.now) else { throw .tikTok(401) }
    guard grant.scopes.contains(scope) else {
      throw .tikTok(401, "scope_not_authorized", "The user did not authorize the scope required.")
    }
    return grant
  }

  func showUser(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let grant = try caller(call, "user.info.basic")
    var user: JSONObject = [:]
    for field in call.list("fields") {
      switch field {
      case "open_id": user[field] = .string(grant.openID)
      case "union_id": user[field] = .string("u" + grant.openID)
      case "display_name": user[field] = .string(grant.username)
      case "avatar_url": user[field] = "https://p16-sign.tiktokcdn.com/avatar.webp"
      case "username":
        _ = try caller(call, "user.info.profile")
        user[field] = .string(grant.username)
      default: throw .tikTok(400, "invalid_params", "Invalid fields: \(field)")
      }
    }
    return .tikTok(["user": .object(user)])
  }

  private func refusePage(_ parameter: String) -> Answer {
    .now(ConsentPage.refuse(platform: "TikTok", reason: "We couldn't log in: \(parameter)"))
  }
}
