internal import Core
internal import HTTPClient

/// Facebook Login (https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow).
extension Facebook {
  static let scopes = ScopeTable(
    "Facebook",
    [
      .scope("pages_show_list", for: .publish), .scope("pages_manage_posts", for: .publish, .media),
      .scope("pages_read_engagement", for: .publish, .read), .scope("pages_manage_engagement", for: .comment),
      // For pages that belong to a business portfolio; who has none is not asked.
      .scope("business_management"),
    ])

  var scopes: ScopeTable { Self.scopes }

  /// Facebook Login has no PKCE: the challenge is not sent.
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.page(
      "www.facebook.com", "/\(GraphAPI.version)/dialog/oauth",
      [
        ("client_id", application.id), ("redirect_uri", redirectURI), ("response_type", "code"),
        ("scope", Self.scopes.requested.joined(separator: ",")), ("state", state),
        // Whoever refused a permission before is asked again.
        ("auth_type", "rerequest"),
      ])
  }

  /// The code brings a token of an hour or two, which is exchanged for one of sixty days.
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    let short = try token([
      ("client_id", application.id), ("client_secret", application.secret), ("redirect_uri", redirectURI),
      ("code", code),
    ])
    return try extend(short)
  }

  /// A page's token has no end of its own, and nothing to renew it with; a person's is exchanged while it is good.
  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    guard grant.expiresAt != nil else {
      throw PlatformError(
        .reauthorize, code: PlatformError.notRenewable, detail: "The access to the Facebook page has ended.")
    }
    return try extend(grant)
  }

  /// A person's token always gets an end, also when Facebook names none: that is what tells it from a page's.
  private func extend(_ grant: Grant) throws(PlatformError) -> Grant {
    var long = try token([
      ("grant_type", "fb_exchange_token"), ("client_id", application.id),
      ("client_secret", application.secret), ("fb_exchange_token", grant.accessToken),
    ])
    long.expiresAt = long.expiresAt ?? .now() + FacebookLimits.personTokenLife
    return long
  }

  private func token(_ query: [(String, String)]) throws(PlatformError) -> Grant {
    try MetaLogin(world: world, platform: name).token(
      OutboundRequest(
        "GET",
        try world.url("graph.facebook.com", "/\(GraphAPI.version)/oauth/access_token?\(query: query)")))
  }

  /// Each page with a token of its own, which does not expire because the person's is a long-lived one. A page's
  /// own token speaks for that page.
  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    guard grant.expiresAt != nil else { return try pageItself(grant) }
    let granted = try permissions(grant)
    try Self.scopes.require(granted)
    var pages: [GrantedIdentity] = []
    var isAnyWithoutRole = false
    var after: String?
    repeat {
      let path: RequestPath = "/me/accounts?fields=id,name,access_token,tasks&limit=100"
      let answer = try call("GET", path.adding(query: after.map { [("after", $0)] } ?? []), grant)
      for page in answer["data"]?.array ?? [] {
        guard let id = page["id"]?.outsideText, let name = page["name"]?.string,
          let token = page["access_token"]?.string
        else { continue }
        if let tasks = page["tasks"]?.array, !tasks.contains("CREATE_CONTENT") {
          isAnyWithoutRole = true
          continue
        }
        pages.append(
          GrantedIdentity(
            RemoteIdentity(remoteID: id, name: name),
            Grant(accessToken: token, refreshToken: nil, expiresAt: nil, scopes: granted), kind: "page"))
      }
      after = answer["paging"]?["next"] == nil ? nil : answer["paging"]?["cursors"]?["after"]?.string
    } while after != nil
    guard pages.isEmpty else { return pages }
    let detail =
      isAnyWithoutRole
      ? "You have no role on your Facebook pages that may publish: ask an admin of the page for full control."
      : "There is no Facebook page to publish to: create one, or choose it when Facebook asks which pages."
    throw PlatformError(.permission, code: isAnyWithoutRole ? "no_page_role" : "no_page", detail: detail)
  }

  private func pageItself(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let page = try call("GET", "/me?fields=id,name", grant)
    guard let id = page["id"]?.outsideText, let name = page["name"]?.string else { return [] }
    return [GrantedIdentity(RemoteIdentity(remoteID: id, name: name), grant, kind: "page")]
  }

  /// https://developers.facebook.com/docs/facebook-login/guides/permissions/request-revoke
  private func permissions(_ grant: Grant) throws(PlatformError) -> Set<String> {
    let answer = try call("GET", "/me/permissions", grant)
    let granted = (answer["data"]?.array ?? []).filter { $0["status"]?.string == "granted" }
    return Set(granted.compactMap { $0["permission"]?.string })
  }

  /// A page's token does not speak for the person who granted it: the application asks about it
  /// (https://developers.facebook.com/docs/graph-api/reference/debug_token).
  func grantedScopes(_ grant: Grant) throws(PlatformError) -> Set<String>? {
    let ourselves = Grant(
      accessToken: "\(application.id)|\(application.secret)", refreshToken: nil, expiresAt: nil)
    let token = try call("GET", "/debug_token?\(query: [("input_token", grant.accessToken)])", ourselves)[
      "data"]
    return token?["is_valid"]?.bool == true ? token?["scopes"]?.scopes : nil
  }

  /// Facebook takes access back for all pages of a person at once, never for one: the others would stop.
  func revoke(_ grant: Grant) throws(PlatformError) {}
}
