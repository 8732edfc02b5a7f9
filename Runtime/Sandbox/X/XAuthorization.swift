internal import Core
internal import Cryptography
internal import HTTPServer

/// OAuth 2.0: the consent page, tokens, the user behind a token.
extension X {
  /// GET shows the consent page, POST is its form coming back.
  func authorize(_ call: Call) -> Answer {
    guard call.query("client_id") == application.id else { return refusePage("The client_id is unknown.") }
    guard let redirectURI = call.query("redirect_uri"), ConsentPage.isAcceptable(redirectURI: redirectURI)
    else { return refusePage("The redirect_uri is missing or not an http(s) address.") }
    let challenge = call.query("code_challenge") ?? ""
    guard call.query("response_type") == "code", call.query("code_challenge_method") == "S256",
      (43...128).contains(challenge.utf8.count)
    else { return refusePage("response_type=code and a code_challenge of method S256 are required.") }
    guard let state = call.query("state"), (1...500).contains(state.count) else {
      return refusePage("A state of 1 to 500 characters is required.")
    }
    let scopes = (call.query("scope") ?? "").split(separator: " ").map(String.init)
    guard call.method == "POST" else {
      return .now(ConsentPage.show(platform: "X", scopes: scopes, optional: scopes, address: call.address))
    }
    switch ConsentPage.decision(of: call) {
    case .missing:
      return .now(ConsentPage.show(platform: "X", scopes: scopes, optional: scopes, address: call.address))
    case .denied:
      return .now(ConsentPage.leave(for: redirectURI, with: [("error", "access_denied"), ("state", state)]))
    case .approved(let username):
      let scopes = ConsentPage.granted(call, of: scopes, optional: scopes)
      let code = codes.issue(
        Consent(
          username: username, clientID: application.id, redirectURI: redirectURI, scopes: scopes,
          challenge: challenge, givenAt: world.now))
      return .now(ConsentPage.leave(for: redirectURI, with: [("state", state), ("code", code)]))
    }
  }

  func exchangeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    switch call.form("grant_type") {
    case "authorization_code": return try exchangeCode(call)
    case "refresh_token": return try refreshTokens(call)
    default:
      throw .xOAuth(400, "unsupported_grant_type", "Value passed for the grant type was invalid.")
    }
  }

  func revokeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    if let token = call.form("token"), let family = tokens.family(of: token) { revoke(family) }
    return .json(["revoked": true])
  }

  /// The account a call acts for, which must have agreed to all these scopes.
  func caller(_ call: Call, _ scopes: String...) throws(Refusal) -> XTokens.Access {
    guard let grant = tokens.access(call.bearerToken, at: world.now) else { throw .xUnauthorized }
    guard scopes.allSatisfy(grant.scopes.contains) else { throw .xForbidden("Forbidden") }
    return grant
  }

  func findOwnUser(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let caller = try caller(call, "users.read", "tweet.read")
    var user: JSONObject = [
      "id": .string(caller.accountID), "name": .string(caller.username), "username": .string(caller.username),
    ]
    for field in call.list("user.fields") {
      switch field {
      case "profile_image_url":
        user[field] = "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"
      case "verified_type": user[field] = "none"
      case "verified", "protected": user[field] = false
      case "created_at": user[field] = "2020-01-01T00:00:00.000Z"
      case "description": user[field] = ""
      case "public_metrics":
        user[field] = [
          "followers_count": 0, "following_count": 0,
          "tweet_count": JSON(timeline.count(of: caller.accountID)),
          "listed_count": 0, "like_count": 0,
        ]
      default: break
      }
    }
    return .json(["data": .object(user)])
  }

  private func refusePage(_ reason: String) -> Answer {
    .now(ConsentPage.refuse(platform: "X", reason: reason))
  }

  /// A confidential client proves itself with HTTP Basic.
  private func authenticateClient(_ call: Call) throws(Refusal) {
    guard let credentials = call.basicCredentials else {
      throw .xOAuth(401, "unauthorized_client", "Missing valid authorization header")
    }
    guard credentials.user == application.id, credentials.password == application.secret else {
      throw .xOAuth(401, "unauthorized_client", "Invalid client credentials")
    }
  }

  private func exchangeCode(_ call: Call) throws(Refusal) -> Answer {
    guard let code = call.form("code"), let consent = codes.redeem(code, at: world.now) else {
      throw .xOAuth(400, "invalid_request", "Value passed for the authorization code was invalid.")
    }
    guard call.form("redirect_uri") == consent.redirectURI else {
      throw .xOAuth(
        400, "invalid_request",
        "Value passed for the redirect uri did not match the uri of the authorization code.")
    }
    let verifier = call.form("code_verifier") ?? ""
    guard (43...128).contains(verifier.utf8.count),
      Base64.urlEncode(SHA256.hash(Array(verifier.utf8))) == consent.challenge
    else {
      throw .xOAuth(
        400, "invalid_request", "Value passed for the code verifier did not match the code challenge.")
    }
    // A user name is the same account however it is written.
    let accountID = StableID.make("1", digits: 18, of: "x:" + consent.username.lowercased())
    return grant(accountID, consent.username, consent.scopes, family: UUID.v7().description)
  }

  private func refreshTokens(_ call: Call) throws(Refusal) -> Answer {
    let token = call.form("refresh_token") ?? ""
    guard let (grant, isUsed) = tokens.refresh(token) else { throw .xInvalidToken }
    guard !isUsed else {
      revoke(grant.family)
      throw .xInvalidToken
    }
    tokens.markUsed(token)
    world.remember(name, "used", ["refresh": .string(token)])
    return self.grant(grant.accountID, grant.username, grant.scopes, family: grant.family)
  }

  private func grant(_ accountID: String, _ username: String, _ scopes: [String], family: String) -> Answer {
    usernames[accountID] = username
    let pair = tokens.issue(accountID, username, scopes, family: family, at: world.now)
    world.remember(name, "tokens", tokens.record(pair))
    var body: JSONObject = [
      "token_type": "bearer", "expires_in": .integer(XTokens.lifetime.components.seconds),
      "access_token": .string(pair.access), "scope": .string(scopes.joined(separator: " ")),
    ]
    if let refresh = pair.refresh { body["refresh_token"] = .string(refresh) }
    return .json(.object(body))
  }

  private func revoke(_ family: String) {
    tokens.revoke(family: family)
    world.remember(name, "revoked", ["family": .string(family)])
  }
}

extension Refusal {
  static let xInvalidToken = xOAuth(
    400, "invalid_request", "Value passed for the token was invalid.")
}
