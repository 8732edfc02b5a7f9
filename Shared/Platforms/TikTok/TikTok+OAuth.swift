internal import Core
internal import HTTPClient

/// Login Kit for web (https://developers.tiktok.com/doc/oauth-user-access-token-management).
extension TikTok {
  static let scopes = ScopeTable(
    "TikTok",
    [
      .scope("user.info.basic", for: .publish), .scope("user.info.profile", for: .publish),
      .scope("video.publish", for: .publish, .media, .read),
    ])

  var scopes: ScopeTable { Self.scopes }

  /// TikTok has PKCE for desktop and mobile applications only: the challenge is not sent.
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.page(
      "www.tiktok.com", "/v2/auth/authorize/",
      [
        ("client_key", application.id), ("scope", Self.scopes.requested.joined(separator: ",")),
        ("response_type", "code"),
        ("redirect_uri", redirectURI), ("state", state),
      ])
  }

  /// People may untick single permissions.
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    let body = try token([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
    ])
    try Self.scopes.require(body["scope"]?.scopes)
    return try grant(body, refreshToken: nil)
  }

  /// The refresh token may be a new one: the grant must be saved at once.
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    guard let refreshToken = grant.refreshToken else {
      throw PlatformError(
        .reauthorize, code: PlatformError.notRenewable, detail: "The access to TikTok has ended.")
    }
    let body = try token([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
    return try self.grant(body, refreshToken: refreshToken)
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let response = try world.send(
      OutboundRequest(
        "GET", world.url("open.tiktokapis.com", "/v2/user/info/?fields=open_id,display_name,username"),
        headers: [("Authorization", "Bearer \(grant.accessToken)")]))
    let user = try Self.data(of: response, isMutating: false)["user"]
    guard let id = user?["open_id"]?.string,
      let name = user?["username"]?.string ?? user?["display_name"]?.string
    else {
      throw PlatformError(.permanent, code: "no_user", detail: "TikTok did not say whose access this is.")
    }
    return [GrantedIdentity(RemoteIdentity(remoteID: id, name: name), grant, kind: "person")]
  }

  func revoke(_ grant: Grant) throws(PlatformError) {
    let response = try send("/v2/oauth/revoke/", [("token", grant.accessToken)])
    guard response.status != 200 || response.json["error"] != nil else { return }
    throw Self.tokenError(response)
  }

  private func token(_ form: [(String, String)]) throws(PlatformError) -> JSON {
    let response = try send("/v2/oauth/token/", form)
    guard response.status == 200, response.json["error"] == nil else { throw Self.tokenError(response) }
    return response.json
  }

  private func grant(_ body: JSON, refreshToken: String?) throws(PlatformError) -> Grant {
    guard let accessToken = body["access_token"]?.string else {
      throw PlatformError(.transient, code: "no_token", detail: "TikTok answered without a token.")
    }
    return Grant(
      accessToken: accessToken, refreshToken: body["refresh_token"]?.string ?? refreshToken,
      expiresAt: body["expires_in"]?.number.map { .after(outside: $0) }, scopes: body["scope"]?.scopes)
  }

  private func send(_ path: RequestPath, _ form: [(String, String)]) throws(PlatformError) -> InboundResponse
  {
    let keys = [("client_key", application.id), ("client_secret", application.secret)]
    return try world.send(
      OutboundRequest(
        "POST", world.url("open.tiktokapis.com", path),
        headers: [("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(URLForm.encode(keys + form).utf8), isMutating: true))
  }

  /// Errors may come with the status 200.
  private static func tokenError(_ response: InboundResponse) -> PlatformError {
    let body = response.json
    return TokenRefusal.error(
      "TikTok", response.status, code: body["error"]?.string, detail: body["error_description"]?.string)
  }
}
