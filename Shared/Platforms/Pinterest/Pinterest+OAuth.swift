internal import Core
internal import HTTPClient

/// OAuth 2.0 (https://developers.pinterest.com/docs/getting-started/authentication).
extension Pinterest {
  static let scopes = ScopeTable(
    "Pinterest",
    [
      .scope("boards:read", for: .publish), .scope("pins:read", for: .publish, .read),
      .scope("pins:write", for: .publish, .media), .scope("user_accounts:read", for: .publish),
    ])

  var scopes: ScopeTable { Self.scopes }

  /// Pinterest has no PKCE: the challenge is not sent.
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.page(
      "www.pinterest.com", "/oauth/",
      [
        ("client_id", application.id), ("redirect_uri", redirectURI), ("response_type", "code"),
        ("scope", Self.scopes.requested.joined(separator: ",")), ("state", state),
      ])
  }

  /// A token of thirty days, and one of sixty to get the next with.
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    let grant = try token([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("continuous_refresh", "true"),
    ])
    try Self.scopes.require(grant.scopes)
    return grant
  }

  /// Each refresh brings a new refresh token, good for sixty days more.
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    guard let refreshToken = grant.refreshToken else {
      throw PlatformError(
        .reauthorize, code: PlatformError.notRenewable, detail: "The access to Pinterest has ended.")
    }
    return try token(
      [("grant_type", "refresh_token"), ("refresh_token", refreshToken)], keeping: refreshToken)
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let account = try call("GET", "/v5/user_account", grant)
    guard let name = account["username"]?.string else {
      throw PlatformError(.permanent, code: "no_user", detail: "Pinterest did not say whose access this is.")
    }
    // Older answers have no id; a user name is as good a key there.
    let id = account["id"]?.outsideText ?? name
    return [GrantedIdentity(RemoteIdentity(remoteID: id, name: name), grant, kind: "account")]
  }

  func revoke(_ grant: Grant) throws(PlatformError) {
    let response = try send("/v5/oauth/token/revoke", [("token", grant.refreshToken ?? grant.accessToken)])
    guard (200..<300).contains(response.status) else { throw Self.tokenError(response.status, response.json) }
  }

  private func token(_ form: [(String, String)], keeping old: String? = nil) throws(PlatformError) -> Grant {
    let response = try send("/v5/oauth/token", form)
    let body = response.json
    guard response.status == 200, let accessToken = body["access_token"]?.string else {
      throw Self.tokenError(response.status, body)
    }
    return Grant(
      accessToken: accessToken, refreshToken: body["refresh_token"]?.string ?? old,
      expiresAt: body["expires_in"]?.number.map { .after(outside: $0) }, scopes: body["scope"]?.scopes)
  }

  private func send(_ path: RequestPath, _ form: [(String, String)]) throws(PlatformError) -> InboundResponse
  {
    let basic = Base64.encode(Array("\(application.id):\(application.secret)".utf8))
    return try world.send(
      OutboundRequest(
        "POST", world.url("api.pinterest.com", path),
        headers: [
          ("Authorization", "Basic \(basic)"), ("Content-Type", "application/x-www-form-urlencoded"),
        ], body: Array(URLForm.encode(form).utf8), isMutating: true))
  }

  private static func tokenError(_ status: Int, _ body: JSON) -> PlatformError {
    let detail = body["message"]?.string ?? "Pinterest refused the token request."
    let kind: PlatformError.Kind =
      switch (status, body["code"]?.number) {
      case (500..., _), (429, _): .transient
      // Our own id or secret is wrong.
      case (401, 2?): .application
      // The code of a consent, and a refresh token, that are no good any more.
      case (_, 283?), (_, 1104?): .reauthorize
      // Not an answer of a token endpoint.
      case (_, nil): .transient
      default: .permanent
      }
    return PlatformError(
      kind, code: body["code"]?.number.map { String($0) } ?? "http_\(status)", detail: detail, status: status
    )
  }
}
