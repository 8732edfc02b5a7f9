internal import Core
internal import HTTPClient

/// Google's OAuth 2.0 for web servers (https://developers.google.com/identity/protocols/oauth2/web-server).
extension YouTube {
  static let scopes = ScopeTable(
    "YouTube",
    [
      .scope("https://www.googleapis.com/auth/youtube.upload", for: .publish, .media),
      // Comments, deleting, and looking: at whose channel it is, too.
      .scope("https://www.googleapis.com/auth/youtube.force-ssl", for: .publish, .comment, .read),
    ])

  var scopes: ScopeTable { Self.scopes }

  /// Without `prompt=consent`, Google gives a refresh token at the very first consent only.
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.page(
      "accounts.google.com", "/o/oauth2/v2/auth",
      [
        ("client_id", application.id), ("redirect_uri", redirectURI), ("response_type", "code"),
        ("scope", Self.scopes.requested.joined(separator: " ")), ("access_type", "offline"),
        ("prompt", "consent"),
        ("state", state), ("code_challenge", challenge), ("code_challenge_method", "S256"),
      ])
  }

  /// Google lets people untick single permissions.
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    let body = try token([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("code_verifier", verifier),
    ])
    try Self.scopes.require(body["scope"]?.scopes)
    guard let refreshToken = body["refresh_token"]?.string else {
      throw PlatformError(
        .permission, code: "no_refresh_token",
        detail:
          "Google gave access for an hour only: remove ClientNest at myaccount.google.com/connections and "
          + "connect again.")
    }
    return try grant(body, refreshToken: refreshToken)
  }

  /// The refresh token stays the same.
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    guard let refreshToken = grant.refreshToken else {
      throw PlatformError(
        .reauthorize, code: PlatformError.notRenewable, detail: "The access to YouTube has ended.")
    }
    let body = try token([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
    return try self.grant(body, refreshToken: body["refresh_token"]?.string ?? refreshToken)
  }

  /// The channel that the person chose on Google's page: a grant is for one.
  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let channels = try call("GET", "/channels?part=snippet&mine=true", grant)["items"]?.array ?? []
    let found = channels.compactMap { channel -> GrantedIdentity? in
      guard let id = channel["id"]?.outsideText, let title = channel["snippet"]?["title"]?.string else {
        return nil
      }
      return GrantedIdentity(RemoteIdentity(remoteID: id, name: title), grant, kind: "channel")
    }
    guard !found.isEmpty else {
      throw PlatformError(
        .permission, code: "no_channel",
        detail:
          "This Google account has no YouTube channel: make one on youtube.com, or choose another account.")
    }
    return found
  }

  /// What is revoked already counts as revoked.
  func revoke(_ grant: Grant) throws(PlatformError) {
    let response = try send("/revoke?token=\(grant.refreshToken ?? grant.accessToken)", [])
    guard response.status != 200, response.json["error"]?.string != "invalid_token" else { return }
    throw Self.tokenError(response)
  }

  private func token(_ form: [(String, String)]) throws(PlatformError) -> JSON {
    let keys = [("client_id", application.id), ("client_secret", application.secret)]
    let response = try send("/token", form + keys)
    guard response.status == 200 else { throw Self.tokenError(response) }
    return response.json
  }

  private func grant(_ body: JSON, refreshToken: String) throws(PlatformError) -> Grant {
    guard let accessToken = body["access_token"]?.string else {
      throw PlatformError(.transient, code: "no_token", detail: "Google answered without a token.")
    }
    return Grant(
      accessToken: accessToken, refreshToken: refreshToken,
      expiresAt: body["expires_in"]?.number.map { .after(outside: $0) }, scopes: body["scope"]?.scopes)
  }

  private func send(_ path: RequestPath, _ form: [(String, String)]) throws(PlatformError) -> InboundResponse
  {
    try world.send(
      OutboundRequest(
        "POST", world.url("oauth2.googleapis.com", path),
        headers: [("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(URLForm.encode(form).utf8), isMutating: true))
  }

  private static func tokenError(_ response: InboundResponse) -> PlatformError {
    let body = response.json
    return TokenRefusal.error(
      "Google", response.status, code: body["error"]?.string, detail: body["error_description"]?.string)
  }
}
