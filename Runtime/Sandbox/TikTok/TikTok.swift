internal import Core
internal import HTTPServer

/// TikTok's Login Kit and Content Posting API: direct posts of videos and photos.
final class TikTok: Platform {
  let name = "tiktok"
  let hosts: Set<String> = ["www.tiktok.com", "open.tiktokapis.com", "open-upload.tiktokapis.com"]

  let world: World
  let application: Settings.Application
  /// Seen: a few minutes.
  var codes = AuthorizationCodes(lifetime: .seconds(600))
  var tokens = TikTokTokens()
  /// By `publish_id`.
  var posts: [String: TikTokPost] = [:]
  private var windows = RateWindows()
  private var lastID: Int64 = 0

  init(_ world: World) {
    self.world = world
    application = world.settings.application(of: "tiktok")
  }

  static let table = RouteTable<TikTok>(routes: [
    Route("POST", "open.tiktokapis.com/v2/oauth/token", .token, exchangeToken),
    Route("POST", "open.tiktokapis.com/v2/oauth/revoke", .token, revokeToken),
    Route("GET", "open.tiktokapis.com/v2/user/info", .read, showUser),
    Route("POST", "open.tiktokapis.com/v2/post/publish/creator_info/query", .read, showCreator),
    Route("POST", "open.tiktokapis.com/v2/post/publish/video/init", .container, beginVideo),
    Route("POST", "open.tiktokapis.com/v2/post/publish/content/init", .publish, beginPhotos),
    Route("POST", "open.tiktokapis.com/v2/post/publish/status/fetch", .read, showStatus),
    Route("PUT", "open-upload.tiktokapis.com/video", .media, receive),
  ])

  /// Calls in a minute per user token.
  private static let limits = [
    "creator_info/query": 20, "video/init": 6, "content/init": 6, "status/fetch": 30,
  ]

  /// The piece with the last byte publishes.
  func operation(of call: Call) -> Operation? {
    if isAuthorizationPage(call) { return nil }
    let operation = Self.table.find(call.method, [call.host] + call.path)?.route.operation ?? .other
    guard operation == .media, let place = TikTokPlace(call.request) else { return operation }
    return place.range.upperBound == place.total ? .publish : .media
  }

  func text(of call: Call) -> String {
    let info = call.json?["post_info"]
    return info?["description"]?.string ?? info?["title"]?.string
      ?? call.query("upload_id").flatMap { posts[$0]?.text } ?? ""
  }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    if isAuthorizationPage(call) { return authorize(call) }
    guard let (route, captures) = Self.table.find(call.method, [call.host] + call.path) else {
      throw .tikTok(404, "invalid_params", "Unsupported path(Janus).")
    }
    let key = call.path.suffix(2).joined(separator: "/")
    if world.settings.enforcesRateLimits, let limit = Self.limits[key], let token = call.bearerToken {
      let standing = windows.take("\(key) \(token)", limit: limit, per: .seconds(60), at: world.now)
      guard standing.isAllowed else {
        throw .tikTok(429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.")
      }
    }
    return try route.handler(self)(call, captures)
  }

  func refusal(_ status: Int) -> HTTPReply { Refusal.tikTok(status).reply }

  /// An id of 19 digits, later than all before.
  func makeID() -> Int64 {
    lastID = max(lastID + 1, 7_000_000_000_000_000_000 + world.now.microseconds)
    return lastID
  }

  private func isAuthorizationPage(_ call: Call) -> Bool { call.path == ["v2", "auth", "authorize"] }
}

extension TikTok {
  func restore(_ record: JSON) {
    switch record["record"]?.string {
    case "tokens": tokens.restore(record)
    case "revoked": tokens.revoke(record["token"]?.string ?? "")
    case "post":
      guard let post = TikTokPost(record) else { return }
      posts[post.id] = post
    case "piece": posts[record["id"]?.string ?? ""]?.restore(record)
    case "failed":
      posts[record["id"]?.string ?? ""]?.outcome = .failed(
        record["reason"]?.string ?? "", Instant(microseconds: record["time"]?.integer ?? 0))
    default: break
    }
  }

  func restore(_ publication: Publication) {
    guard let id = publication.source, let number = Int64(publication.id) else { return }
    lastID = max(lastID, number)
    posts[id]?.outcome = .published(number, publication.publishedAt)
  }
}

extension Refusal {
  static func tikTok(_ status: Int, _ code: String, _ message: String) -> Refusal {
    Refusal(
      status,
      [
        "data": [:],
        "error": ["code": .string(code), "message": .string(message), "log_id": "20261121000000"],
      ])
  }

  /// What stands for a status that a test has asked for.
  static func tikTok(_ status: Int) -> Refusal {
    switch status {
    case 401:
      tikTok(401, "access_token_invalid", "The access token is invalid or not found in the request.")
    case 403: tikTok(403, "spam_risk_too_many_posts", "The daily post cap from the API is reached.")
    case 429: tikTok(429, "rate_limit_exceeded", "The API rate limit was exceeded. Please try again later.")
    case 500...: tikTok(status, "internal_error", "Something is wrong. Please try again later.")
    default: tikTok(status, "invalid_params", "The request is not valid.")
    }
  }

  /// The token endpoint's format. It answers 200, as many of TikTok's errors do.
  static func tikTokOAuth(_ error: String, _ description: String) -> Refusal {
    Refusal(
      200, ["error": .string(error), "error_description": .string(description), "log_id": "20261121000000"])
  }
}

extension Answer {
  static func tikTok(_ data: JSON) -> Answer {
    .json(["data": data, "error": ["code": "ok", "message": "", "log_id": "20261121000000"]])
  }
}
