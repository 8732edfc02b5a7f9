internal import Core
internal import HTTPServer

/// X, API version 2: OAuth 2.0 with PKCE, posts, media.
final class X: Platform {
  let name = "x"
  let hosts: Set<String> = ["x.com", "api.x.com", "twitter.com", "api.twitter.com"]

  let world: World
  let application: Settings.Application
  /// X gives an application 30 seconds to exchange a code.
  var codes = AuthorizationCodes(lifetime: .seconds(30))
  var tokens = XTokens()
  /// User names by account id.
  var usernames: [String: String] = [:]
  var timeline = XTimeline()
  var uploads: [String: XUpload] = [:]
  private var windows = RateWindows()

  init(_ world: World) {
    self.world = world
    application = world.settings.application(of: "x")
  }

  static let table = RouteTable<X>(routes: [
    Route("POST", "api.x.com/2/tweets", .publish, createPost),
    Route("DELETE", "api.x.com/2/tweets/*", .other, deletePost),
    Route("GET", "api.x.com/2/tweets/*", .read, findPost),
    Route("GET", "api.x.com/2/tweets", .read, findPosts),
    Route("GET", "api.x.com/2/users/me", .read, findOwnUser),
    Route("GET", "api.x.com/2/users/*/tweets", .read, listPosts),
    Route("POST", "api.x.com/2/media/upload", .media, upload),
    Route("GET", "api.x.com/2/media/upload", .media, uploadStatus),
    Route("POST", "api.x.com/2/media/upload/initialize", .media, initializeUpload),
    Route("POST", "api.x.com/2/media/upload/*/append", .media, appendToUpload),
    Route("POST", "api.x.com/2/media/upload/*/finalize", .media, finalizeUpload),
    Route("POST", "api.x.com/2/media/metadata", .media, describeMedia),
    Route("POST", "api.x.com/2/oauth2/token", .token, exchangeToken),
    Route("POST", "api.x.com/2/oauth2/revoke", .token, revokeToken),
  ])

  /// Calls per user in 15 minutes, by the route's pattern.
  private static let limits = [
    "POST 2/tweets": 100, "DELETE 2/tweets/*": 50, "GET 2/tweets/*": 900, "GET 2/tweets": 900,
    "GET 2/users/me": 75, "GET 2/users/*/tweets": 900, "POST 2/media/upload": 500,
    "POST 2/media/upload/initialize": 1875, "POST 2/media/upload/*/append": 1875,
    "POST 2/media/upload/*/finalize": 1875, "GET 2/media/upload": 1000, "POST 2/media/metadata": 500,
  ]

  func operation(of call: Call) -> Operation? {
    isAuthorizationPage(call) ? nil : Self.table.find(call.method, path(of: call))?.route.operation ?? .other
  }

  var uploadReports: [JSON] { uploads.values.map(\.report) }

  func text(of call: Call) -> String { call.json?["text"]?.string ?? "" }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    if isAuthorizationPage(call) { return authorize(call) }
    guard let (route, captures) = Self.table.find(call.method, path(of: call)) else {
      throw .x(404, "Not Found", "Not Found")
    }
    let headers = try countCall(call, route)
    do throws(Refusal) {
      return try route.handler(self)(call, captures).adding(headers)
    } catch {
      throw Refusal(error.reply.adding(headers))
    }
  }

  var grantRefusal: HTTPReply { Refusal.xInvalidToken.reply }

  func refusal(_ status: Int) -> HTTPReply {
    let reset = (world.now + .seconds(900)).seconds
    let limited = [("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", String(reset))]
    return Refusal.x(status, XErrors.title(status), XErrors.title(status)).reply
      .adding(status == 429 ? limited.map { (name: $0.0, value: $0.1) } : [])
  }

  /// Counts the call against its limit; gives the headers that tell where the user stands.
  private func countCall(_ call: Call, _ route: Route<X>) throws(Refusal) -> [(name: String, value: String)] {
    let key = "\(route.method) \(route.pattern.dropFirst().joined(separator: "/"))"
    guard world.settings.enforcesRateLimits, let limit = Self.limits[key],
      let accountID = tokens.access(call.bearerToken, at: world.now)?.accountID
    else { return [] }
    let standing = windows.take("\(key) \(accountID)", limit: limit, per: .seconds(900), at: world.now)
    let headers = [
      (name: "x-rate-limit-limit", value: String(standing.limit)),
      (name: "x-rate-limit-remaining", value: String(standing.remaining)),
      (name: "x-rate-limit-reset", value: String(standing.reset.seconds)),
    ]
    guard standing.isAllowed else {
      throw Refusal(Refusal.x(429, "Too Many Requests", "Too Many Requests").reply.adding(headers))
    }
    return headers
  }

  /// Host and path under the present name of the host.
  private func path(of call: Call) -> [String] {
    let host = call.host == "api.twitter.com" ? "api.x.com" : call.host == "twitter.com" ? "x.com" : call.host
    return [host] + call.path
  }

  private func isAuthorizationPage(_ call: Call) -> Bool {
    call.path == ["i", "oauth2", "authorize"] || call.path == ["2", "oauth2", "authorize"]
  }
}

extension X {
  func restore(_ record: JSON) {
    switch record["record"]?.string {
    case "tokens":
      guard let (accountID, username) = tokens.restore(record) else { return }
      usernames[accountID] = username
    case "used": tokens.markUsed(record["refresh"]?.string ?? "")
    case "revoked": tokens.revoke(family: record["family"]?.string ?? "")
    case "media":
      guard let upload = XUpload(record) else { return }
      uploads[upload.id] = upload
    default: break
    }
  }

  func restore(_ publication: Publication) {
    timeline.insert(
      XPost(
        id: publication.id, authorID: publication.accountID, text: publication.text,
        replyTo: publication.replyTo, quoted: nil, mediaIDs: publication.media,
        createdAt: publication.publishedAt, visibleAt: publication.publishedAt))
  }
}
