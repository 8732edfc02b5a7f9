internal import Core
internal import HTTPClient

/// OAuth 2.0 (https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow). The application
/// must be approved for Community Management: LinkedIn refuses the whole request if one scope is not allowed.
extension LinkedIn {
  static let scopes = ScopeTable(
    "LinkedIn",
    [
      .scope("openid", for: .publish), .scope("profile", for: .publish),
      .scope("w_member_social", for: .publish, .media, .comment, of: ["person"]), .scope("r_basicprofile"),
      .scope("rw_organization_admin", for: .publish, of: ["organization"]),
      .scope("w_organization_social", for: .publish, .media, .comment, of: ["organization"]),
      .scope("r_organization_social", for: .read, of: ["organization"]),
    ])

  var scopes: ScopeTable { Self.scopes }

  /// LinkedIn has no PKCE for web applications: the challenge is not sent.
  func authorizeURL(state: String, challenge: String, redirectURI: String) -> String {
    world.page(
      "www.linkedin.com", "/oauth/v2/authorization",
      [
        ("response_type", "code"), ("client_id", application.id), ("redirect_uri", redirectURI),
        ("state", state), ("scope", Self.scopes.requested.joined(separator: " ")),
      ])
  }

  /// A token of 60 days. A refresh token comes with it for applications that LinkedIn has approved for that; the
  /// others must send the person to the consent page again.
  func exchange(code: String, verifier: String, redirectURI: String) throws(PlatformError) -> Grant {
    let body = try token([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
    ])
    try Self.scopes.require(body["scope"]?.scopes)
    return try grant(body, keeping: nil)
  }

  func refresh(_ grant: Grant) throws(PlatformError) -> Grant {
    guard let refreshToken = grant.refreshToken else {
      throw PlatformError(
        .reauthorize, code: PlatformError.notRenewable,
        detail: "LinkedIn's access lasts 60 days and cannot be renewed without the person: connect it again.")
    }
    let body = try token([("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
    return try self.grant(body, keeping: refreshToken)
  }

  /// https://learn.microsoft.com/linkedin/shared/authentication/token-introspection
  func grantedScopes(_ grant: Grant) throws(PlatformError) -> Set<String>? {
    let response = try send("/oauth/v2/introspectToken", [("token", grant.accessToken)])
    guard response.status == 200 else { throw Self.tokenError(response.status, response.json) }
    return response.json["active"]?.bool == true ? response.json["scope"]?.scopes : nil
  }

  /// The member, then the organizations that they administer.
  func identities(_ grant: Grant) throws(PlatformError) -> [GrantedIdentity] {
    let member = try call("GET", "/v2/userinfo", grant).json
    guard let subject = member["sub"]?.string else {
      throw PlatformError(.permanent, code: "no_user", detail: "LinkedIn did not say whose access this is.")
    }
    let person = RemoteIdentity(
      remoteID: "urn:li:person:\(subject)", name: member["name"]?.string ?? subject)
    var found = [GrantedIdentity(person, grant, kind: "person")]
    for urn in try administered(grant) {
      let id = urn.split(separator: ":").last.map(String.init) ?? urn
      let organization = try call("GET", "/rest/organizations/\(id)", grant).json
      let name = organization["localizedName"]?.string ?? urn
      found.append(
        GrantedIdentity(RemoteIdentity(remoteID: urn, name: name), grant, kind: "organization"))
    }
    return found
  }

  /// A member whose access does not extend to organizations publishes as themselves.
  private func administered(_ grant: Grant) throws(PlatformError) -> [String] {
    do {
      let path: RequestPath = "/rest/organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED"
      return try list(path, grant).compactMap { $0["organization"]?.string }
    } catch {
      guard error.kind == .permission else { throw error }
      return []
    }
  }

  /// One token serves the member and all of their organizations: taking it back with one account would end the
  /// others too. The person removes the application in LinkedIn's settings.
  func revoke(_ grant: Grant) throws(PlatformError) {}

  private func grant(_ body: JSON, keeping refreshToken: String?) throws(PlatformError) -> Grant {
    guard let accessToken = body["access_token"]?.string else { throw Self.tokenError(200, body) }
    return Grant(
      accessToken: accessToken, refreshToken: body["refresh_token"]?.string ?? refreshToken,
      expiresAt: body["expires_in"]?.number.map { .after(outside: $0) }, scopes: body["scope"]?.scopes)
  }

  private func token(_ form: [(String, String)]) throws(PlatformError) -> JSON {
    let response = try send("/oauth/v2/accessToken", form)
    guard response.status == 200 else { throw Self.tokenError(response.status, response.json) }
    return response.json
  }

  private func send(_ path: RequestPath, _ form: [(String, String)]) throws(PlatformError) -> InboundResponse
  {
    let keys = [("client_id", application.id), ("client_secret", application.secret)]
    return try world.send(
      OutboundRequest(
        "POST", world.url("www.linkedin.com", path),
        headers: [("Content-Type", "application/x-www-form-urlencoded")],
        body: Array(URLForm.encode(form + keys).utf8), isMutating: true))
  }

  private static func tokenError(_ status: Int, _ body: JSON) -> PlatformError {
    TokenRefusal.error(
      "LinkedIn", status, code: body["error"]?.string, detail: body["error_description"]?.string)
  }
}
