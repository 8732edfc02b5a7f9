internal import Core
internal import HTTPClient

/// Instagram Login
/// (https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login).
extension Instagram {
  /// Instagram has no PKCE: the challenge is not sent.
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.url("www.instagram.com", "/oauth/authorize?")
      + URLForm.encode([
        ("client_id", application.id), ("redirect_uri", redirectURI), ("response_type", "code"),
        (
          "scope",
          "instagram_business_basic,instagram_business_content_publish,instagram_business_manage_comments"
        ),
        ("state", state),
      ])
  }

  /// The code brings a token of an hour, which is exchanged for one of sixty days.
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    // Instagram appends "#_" to the code; some user agents pass it on.
    let code = code.hasSuffix("#_") ? String(code.dropLast(2)) : code
    let form = [
      ("client_id", application.id), ("client_secret", application.secret),
      ("grant_type", "authorization_code"),
      ("redirect_uri", redirectURI), ("code", code),
    ]
    let short = try token(
      OutboundRequest(
        "POST", world.url("api.instagram.com", "/oauth/access_token"),
        headers: [("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(URLForm.encode(form).utf8), isMutating: true))
    let query = URLForm.encode([
      ("grant_type", "ig_exchange_token"), ("client_secret", application.secret),
      ("access_token", short.accessToken),
    ])
    return try token(OutboundRequest("GET", world.url("graph.instagram.com", "/access_token?" + query)))
  }

  /// Allowed once the token is a day old.
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    let query = URLForm.encode([("grant_type", "ig_refresh_token"), ("access_token", grant.accessToken)])
    return try token(
      OutboundRequest("GET", world.url("graph.instagram.com", "/refresh_access_token?" + query)))
  }

  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let me = try call("GET", "/me?fields=user_id,username", grant)
    guard let id = me["user_id"]?.string ?? me["user_id"]?.integer.map(String.init),
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
