internal import Core
internal import HTTPClient

/// Instagram Login
/// (https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login).
extension Instagram {
  static let scopes = ScopeTable(
    "Instagram",
    [
      .scope("instagram_business_basic", for: .publish, .read),
      .scope("instagram_business_content_publish", for: .publish, .media),
      .scope("instagram_business_manage_comments", for: .comment),
    ])

  var scopes: ScopeTable { Self.scopes }

  /// Instagram has no PKCE: the challenge is not sent.
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.page(
      "www.instagram.com", "/oauth/authorize",
      [
        ("client_id", application.id), ("redirect_uri", redirectURI), ("response_type", "code"),
        ("scope", Self.scopes.requested.joined(separator: ",")),
        ("state", state),
      ])
  }

  /// The code brings a token of an hour, which is exchanged for one of sixty days. Only the first answer says what the person
  /// has granted, and some do not.
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    // Instagram appends "#_" to the code; some user agents pass it on.
    let code = code.hasSuffix("#_") ? String(code.dropLast(2)) : code
    let form = [
      ("client_id", application.id), ("client_secret", application.secret),
      ("grant_type", "authorization_code"),
      ("redirect_uri", redirectURI), ("code", code),
    ]
    let short = try MetaLogin(world: world, platform: name).token(
      OutboundRequest(
        "POST", world.url("api.instagram.com", "/oauth/access_token"),
        headers: [("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(URLForm.encode(form).utf8), isMutating: true))
    try Self.scopes.require(short.scopes)
    let query = [
      ("grant_type", "ig_exchange_token"), ("client_secret", application.secret),
      ("access_token", short.accessToken),
    ]
    var long = try token(
      OutboundRequest("GET", try world.url("graph.instagram.com", "/access_token?\(query: query)")))
    long.scopes = long.scopes ?? short.scopes
    return long
  }

  /// Allowed once the token is a day old; before that there is nothing to renew it with, which says nothing against it.
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    let query = [("grant_type", "ig_refresh_token"), ("access_token", grant.accessToken)]
    do throws(PlatformError) {
      return try token(
        OutboundRequest("GET", try world.url("graph.instagram.com", "/refresh_access_token?\(query: query)")))
    } catch {
      guard error.code == "100" else { throw error }
      throw PlatformError(
        .reauthorize, code: PlatformError.notRenewable, detail: error.detail, status: error.status)
    }
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let me = try call("GET", "/me?fields=user_id,username,account_type", grant)
    if me["account_type"]?.string?.uppercased() == "PERSONAL" {
      throw PlatformError(
        .permission, code: "personal_account",
        detail:
          "This is a personal Instagram account, which only the app can post to: switch it to a professional "
          + "one in Instagram's settings, then connect it again.")
    }
    guard let id = me["user_id"]?.outsideText,
      let name = me["username"]?.string
    else {
      throw PlatformError(.permanent, code: "no_user", detail: "Instagram did not say whose access this is.")
    }
    return [GrantedIdentity(RemoteIdentity(remoteID: id, name: name), grant, kind: "professional account")]
  }

  /// Instagram Login has no call for it: the person removes the app in Instagram's settings.
  func revoke(_ grant: Grant) throws(PlatformError) {}

  private func token(_ request: OutboundRequest) throws(PlatformError) -> Grant {
    try MetaLogin(world: world, platform: name).token(request)
  }
}
