internal import Core
internal import HTTPServer

/// Instagram Login: the consent page and the tokens.
extension Instagram {
  /// A long-lived token can be refreshed from this age on.
  private static let refreshableAge: Duration = .seconds(86_400)

  /// GET shows the consent page, POST is its form coming back.
  func authorize(_ call: Call) -> Answer {
    guard call.query("client_id") == application.id else { return refusePage("Invalid platform app") }
    guard let redirectURI = call.query("redirect_uri"), ConsentPage.isAcceptable(redirectURI: redirectURI),
      call.query("response_type") == "code"
    else { return refusePage("Invalid redirect_uri or response_type") }
    let scopes = (call.query("scope") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    let optional = scopes.filter { $0 != "instagram_business_basic" }
    guard scopes.contains("instagram_business_basic") else {
      return refusePage("Invalid scope: instagram_business_basic is required")
    }
    let state = call.query("state").map { [("state", $0)] } ?? []
    guard call.method == "POST" else {
      return .now(
        ConsentPage.show(platform: "Instagram", scopes: scopes, optional: optional, address: call.address))
    }
    switch ConsentPage.decision(of: call) {
    case .missing:
      return .now(
        ConsentPage.show(platform: "Instagram", scopes: scopes, optional: optional, address: call.address))
    case .denied:
      let reason = [
        ("error", "access_denied"), ("error_reason", "user_denied"),
        ("error_description", "The user denied your request"),
      ]
      return .now(ConsentPage.leave(for: redirectURI, with: reason + state))
    case .approved(let username):
      let scopes = ConsentPage.granted(call, of: scopes, optional: optional)
      let code = codes.issue(
        Consent(
          username: username, clientID: application.id, redirectURI: redirectURI, scopes: scopes,
          givenAt: world.now))
      // Instagram ends the address with "#_", which is no part of the code.
      return .now(ConsentPage.leave(for: redirectURI, with: [("code", code)] + state, suffix: "#_"))
    }
  }

  func exchangeCode(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard call.parameter("client_id") == application.id, call.parameter("client_secret") == application.secret
    else { throw .instagramLogin("Error validating client secret.") }
    guard call.parameter("grant_type") == "authorization_code" else {
      throw .instagramLogin("Invalid grant_type: authorization_code expected")
    }
    guard let code = call.parameter("code"), let consent = codes.redeem(code, at: world.now) else {
      throw .instagramLogin("This authorization code has expired or has been used")
    }
    guard call.parameter("redirect_uri") == consent.redirectURI else {
      throw .instagramLogin(
        "Error validating verification code. Please make sure your redirect_uri is identical to the one you "
          + "used in the OAuth dialog request")
    }
    let account = InstagramAccount(username: consent.username)
    accounts[account.id] = account
    let token = issueToken(consent.username, consent.scopes, isLongLived: false)
    return .json([
      "access_token": .string(token), "user_id": .string(account.appScopedID),
      "permissions": .string(consent.scopes.joined(separator: ",")),
    ])
  }

  func exchangeForLongLived(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard call.query("grant_type") == "ig_exchange_token" else {
      throw .invalidParameter("grant_type must be ig_exchange_token")
    }
    guard call.query("client_secret") == application.secret else {
      throw .graph(GraphError(code: 1, message: "Error validating client secret."))
    }
    let token = try validToken(call)
    guard !token.isLongLived else {
      throw .graph(
        GraphError(code: 190, message: "Error validating access token: a short-lived token is needed"))
    }
    return longLived(token)
  }

  func refreshToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard call.query("grant_type") == "ig_refresh_token" else {
      throw .invalidParameter("grant_type must be ig_refresh_token")
    }
    let token = try validToken(call)
    guard token.isLongLived, world.now - token.issuedAt >= Self.refreshableAge else {
      throw .invalidParameter("The access token can be refreshed once it is 24 hours old and long-lived")
    }
    return longLived(token)
  }

  /// The account a call acts for, which must have agreed to this scope.
  func caller(_ call: Call, _ scope: String = "instagram_business_basic") throws(Refusal) -> InstagramAccount
  {
    let token = try validToken(call)
    guard token.scopes.contains(scope) else { throw .missingPermission }
    return InstagramAccount(username: token.username)
  }

  private func validToken(_ call: Call) throws(Refusal) -> InstagramTokens.Token {
    guard let token = tokens.find(call.accessToken) else { throw .missingToken }
    guard token.expiresAt > world.now else { throw .expiredToken(at: token.expiresAt) }
    return token
  }

  private func longLived(_ token: InstagramTokens.Token) -> Answer {
    let text = issueToken(token.username, token.scopes, isLongLived: true)
    return .json([
      "access_token": .string(text), "token_type": "bearer",
      "expires_in": .integer(InstagramTokens.longLifetime.components.seconds),
    ])
  }

  private func issueToken(_ username: String, _ scopes: [String], isLongLived: Bool) -> String {
    let token = tokens.issue(username, scopes, isLongLived: isLongLived, at: world.now)
    world.remember(name, "token", tokens.record(token))
    return token
  }

  private func refusePage(_ reason: String) -> Answer {
    .now(ConsentPage.refuse(platform: "Instagram", reason: reason))
  }
}

extension Refusal {
  /// `api.instagram.com` has an error format of its own.
  fileprivate static func instagramLogin(_ message: String) -> Refusal {
    Refusal(400, ["error_type": "OAuthException", "code": 400, "error_message": .string(message)])
  }
}
