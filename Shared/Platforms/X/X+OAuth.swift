internal import Core
internal import HTTPClient

/// OAuth 2.0 with PKCE (https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code).
extension X {
  static let scopes = ScopeTable(
    "X",
    [
      .scope("tweet.read", for: .publish, .read), .scope("tweet.write", for: .publish, .comment),
      .scope("users.read", for: .publish), .scope("media.write", for: .media),
      .scope("offline.access", for: .renew),
    ])

  var scopes: ScopeTable { Self.scopes }

  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.page(
      "x.com", "/i/oauth2/authorize",
      [
        ("response_type", "code"), ("client_id", application.id), ("redirect_uri", redirectURI),
        ("scope", Self.scopes.requested.joined(separator: " ")), ("state", state),
        ("code_challenge", challenge), ("code_challenge_method", "S256"),
      ])
  }

  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    let grant = try token([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("code_verifier", verifier),
    ])
    try Self.scopes.require(grant.scopes)
    return grant
  }

  /// X gives a new refresh token each time and takes the old one back: the new grant must be saved at once.
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    guard let refreshToken = grant.refreshToken else {
      throw PlatformError(
        .reauthorize, code: PlatformError.notRenewable, detail: "The access to X has ended.")
    }
    return try token([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let user = try call("GET", "/2/users/me?user.fields=username,name", grant)["data"]
    guard let id = user?["id"]?.outsideText, let username = user?["username"]?.string else {
      throw PlatformError(.permanent, code: "no_user", detail: "X did not say whose access this is.")
    }
    return [GrantedIdentity(RemoteIdentity(remoteID: id, name: username), grant, kind: "person")]
  }

  /// Ends the whole family of tokens (RFC 7009).
  func revoke(_ grant: Grant) throws(PlatformError) {
    let response = try send(
      "/2/oauth2/revoke",
      [("token", grant.refreshToken ?? grant.accessToken), ("client_id", application.id)])
    guard response.status == 200 else { throw Self.tokenError(response.status, response.json) }
  }

  private func token(_ form: [(String, String)]) throws(PlatformError) -> Grant {
    let response = try send("/2/oauth2/token", form)
    let body = response.json
    guard response.status == 200, let accessToken = body["access_token"]?.string else {
      throw Self.tokenError(response.status, body)
    }
    return Grant(
      accessToken: accessToken, refreshToken: body["refresh_token"]?.string,
      expiresAt: body["expires_in"]?.number.map { .after(outside: $0) }, scopes: body["scope"]?.scopes)
  }

  private func send(_ path: RequestPath, _ form: [(String, String)]) throws(PlatformError) -> InboundResponse
  {
    let basic = Base64.encode(Array("\(application.id):\(application.secret)".utf8))
    return try world.send(
      OutboundRequest(
        "POST", world.url("api.x.com", path),
        headers: [
          ("Authorization", "Basic \(basic)"), ("Content-Type", "application/x-www-form-urlencoded"),
        ], body: Array(URLForm.encode(form).utf8), isMutating: true))
  }

  private static func tokenError(_ status: Int, _ body: JSON) -> PlatformError {
    TokenRefusal.error(
      "X", status, code: body["error"]?.string, detail: body["error_description"]?.string)
  }
}
