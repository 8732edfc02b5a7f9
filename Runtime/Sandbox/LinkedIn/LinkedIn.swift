internal import Core
internal import HTTPServer

/// LinkedIn: OAuth 2.0, members and the organizations that they administer, posts, media, comments.
final class LinkedIn: Platform {
  let name = "linkedin"
  let hosts: Set<String> = ["www.linkedin.com", "api.linkedin.com"]

  let world: World
  let application: Settings.Application
  /// LinkedIn gives an application half an hour to exchange a code.
  var codes = AuthorizationCodes(lifetime: .seconds(1800))
  var tokens = LinkedInTokens()
  var assets: [String: LinkedInAsset] = [:]
  var feed = LinkedInFeed()
  var windows = RateWindows()

  init(_ world: World) {
    self.world = world
    application = world.settings.application(of: "linkedin")
  }

  static let table = RouteTable<LinkedIn>(routes: [
    Route("POST", "www.linkedin.com/oauth/v2/accessToken", .token, exchangeToken),
    Route("POST", "www.linkedin.com/oauth/v2/introspectToken", .token, introspectToken),
    Route("POST", "www.linkedin.com/oauth/v2/revoke", .token, revokeToken),
    Route("GET", "api.linkedin.com/v2/userinfo", .read, readMember),
    Route("GET", "api.linkedin.com/rest/organizationAcls", .read, listRoles),
    Route("GET", "api.linkedin.com/rest/organizations/*", .read, readOrganization),
    Route("POST", "api.linkedin.com/rest/images", .media, registerImage),
    Route("GET", "api.linkedin.com/rest/images/*", .media, readImage),
    Route("POST", "api.linkedin.com/rest/videos", .media, changeVideo),
    Route("GET", "api.linkedin.com/rest/videos/*", .media, readVideo),
    Route("PUT", "www.linkedin.com/dms-uploads/*/image/*", .media, receiveImage),
    Route("PUT", "www.linkedin.com/dms-uploads/*/video/*/*", .media, receivePart),
    Route("POST", "api.linkedin.com/rest/posts", .publish, createPost),
    Route("GET", "api.linkedin.com/rest/posts", .read, listPosts),
    Route("GET", "api.linkedin.com/rest/posts/*", .read, readPost),
    Route("POST", "api.linkedin.com/rest/posts/*", .other, editPost),
    Route("DELETE", "api.linkedin.com/rest/posts/*", .other, deletePost),
    Route("POST", "api.linkedin.com/rest/socialActions/*/comments", .reply, createComment),
    Route("GET", "api.linkedin.com/rest/socialActions/*/comments", .read, listComments),
    Route("DELETE", "api.linkedin.com/rest/socialActions/*/comments/*", .other, deleteComment),
  ])

  /// LinkedIn serves a version for about a year.
  private static let versions = Set(["202512"] + (202_601...202_609).map { String($0) })

  func operation(of call: Call) -> Operation? {
    isAuthorizationPage(call) ? nil : Self.table.find(call.method, path(of: call))?.route.operation ?? .other
  }

  func text(of call: Call) -> String {
    let body = call.json
    return body?["commentary"]?.string.map { LinkedInText($0).shown } ?? body?["message"]?["text"]?.string
      ?? ""
  }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    if isAuthorizationPage(call) { return authorize(call) }
    guard let (route, captures) = Self.table.find(call.method, path(of: call)) else {
      throw .linkedIn(404, "RESOURCE_NOT_FOUND", "No virtual resource found")
    }
    if call.path.first == "rest" { try checkHeaders(call) }
    return try route.handler(self)(call, captures)
  }

  var grantRefusal: HTTPReply {
    Refusal.linkedInOAuth(
      400, "invalid_request",
      "The provided authorization grant or refresh token is invalid, expired or revoked."
    ).reply
  }

  func refusal(_ status: Int) -> HTTPReply {
    switch status {
    case 401:
      Refusal.linkedInToken(65601, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked")
        .reply
    case 403: Refusal.linkedInAccess("partnerApiPostsExternal.CREATE.20260901").reply
    case 429: Refusal.linkedInLimit.reply
    default: Refusal(status, ["status": JSON(status), "message": .string(Self.title(status))]).reply
    }
  }

  /// The versioned API wants to know which version, and the protocol that decides how addresses are written.
  private func checkHeaders(_ call: Call) throws(Refusal) {
    guard let version = call.request.header("linkedin-version") else {
      throw .linkedIn(
        400, "VERSION_MISSING",
        "A version must be present. Please specify a version by adding the LinkedIn-Version header.")
    }
    guard Self.versions.contains(version) else {
      throw .linkedIn(426, "NONEXISTENT_VERSION", "Requested version \(version) is not active")
    }
    guard call.request.header("x-restli-protocol-version") == "2.0.0" else {
      throw .linkedIn(400, "ILLEGAL_ARGUMENT", "X-RestLi-Protocol-Version 2.0.0 is required")
    }
  }

  private func path(of call: Call) -> [String] { [call.host] + call.path }

  private func isAuthorizationPage(_ call: Call) -> Bool { call.path == ["oauth", "v2", "authorization"] }

  private static func title(_ status: Int) -> String {
    switch status {
    case 400: "Bad Request"
    case 404: "Not Found"
    case 500: "Internal Server Error"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    default: "Error"
    }
  }
}

extension LinkedIn {
  func restore(_ record: JSON) {
    switch record["record"]?.string {
    case "token": tokens.restore(record)
    case "revoked": tokens.revoke(record["token"]?.string ?? "")
    case "asset":
      guard let asset = LinkedInAsset(record) else { return }
      assets[asset.urn] = asset
    default: break
    }
  }

  func restore(_ publication: Publication) {
    if publication.kind == "comment" {
      feed.insert(
        LinkedInComment(
          id: publication.id, actor: publication.accountID, post: publication.replyTo ?? "",
          text: publication.text, createdAt: publication.publishedAt, visibleAt: publication.publishedAt))
    } else {
      feed.insert(
        LinkedInPost(
          urn: publication.id, author: publication.accountID, commentary: publication.text,
          content: LinkedInPost.content(publication), createdAt: publication.publishedAt,
          visibleAt: publication.publishedAt))
    }
  }
}
