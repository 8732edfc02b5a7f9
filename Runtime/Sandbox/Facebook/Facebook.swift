internal import Core
internal import Cryptography
internal import HTTPServer

/// Facebook's pages on the Graph API: login, posts, photos, videos, reels, stories and comments.
///
/// A person manages one page of their own name. Who wants another number ends the name they log in with on
/// `.pages` and that number: `ana.pages3` has three, `ana.pages0` none.
final class Facebook: Platform {
  let name = "facebook"
  let hosts: Set<String> = [
    "www.facebook.com", "graph.facebook.com", "graph-video.facebook.com", "rupload.facebook.com",
  ]

  let world: World
  let application: Settings.Application
  /// Facebook names no lifetime; ten minutes are those of RFC 6749.
  var codes = AuthorizationCodes(lifetime: .seconds(600))
  var tokens = FacebookTokens()
  var photos: [String: FacebookPhoto] = [:]
  var videos: [String: FacebookVideo] = [:]
  var wall = FacebookWall()
  var windows = RateWindows()
  /// What earlier runs deleted: their ledger has it still.
  var deleted: Set<String> = []
  private var lastID: Int64 = 0

  init(_ world: World) {
    self.world = world
    application = world.settings.application(of: "facebook")
  }

  static let table = RouteTable<Facebook>(routes: [
    Route("GET", "graph.facebook.com/oauth/access_token", .token, giveToken),
    Route("GET", "graph.facebook.com/debug_token", .token, inspectToken),
    Route("GET", "graph.facebook.com/me/permissions", .read, listPermissions),
    Route("GET", "graph.facebook.com/me/accounts", .read, listPages),
    Route("DELETE", "graph.facebook.com/*/permissions", .token, revokePermissions),
    Route("POST", "graph.facebook.com/*/feed", .publish, createPost),
    Route("POST", "graph.facebook.com/*/photos", .media, createPhoto),
    Route("POST", "graph.facebook.com/*/videos", .media, uploadVideo),
    Route("POST", "graph.facebook.com/*/video_reels", .container, uploadReel),
    Route("POST", "graph.facebook.com/*/video_stories", .container, uploadVideoStory),
    Route("POST", "rupload.facebook.com/video-upload/*", .media, receiveVideo),
    Route("POST", "graph.facebook.com/*/photo_stories", .publish, createPhotoStory),
    Route("GET", "graph.facebook.com/*/stories", .read, listStories),
    Route("GET", "graph.facebook.com/*/published_posts", .read, listPosts),
    Route("GET", "graph.facebook.com/*/feed", .read, listPosts),
    Route("GET", "graph.facebook.com/*/comments", .read, listComments),
    Route("POST", "graph.facebook.com/*/comments", .reply, createComment),
    Route("GET", "graph.facebook.com/*", .read, readObject),
    Route("DELETE", "graph.facebook.com/*", .other, deleteObject),
  ])

  /// Uploads in phases publish in their last one; a photo publishes unless it is told not to.
  func operation(of call: Call) -> Operation? {
    if isAuthorizationPage(call) { return nil }
    guard let route = Self.table.find(call.method, path(of: call))?.route else { return .other }
    guard call.method == "POST" else { return route.operation }
    switch call.path.last {
    case "photos": return GraphParameters(call)["published"] == "false" ? .media : .publish
    case "videos", "video_reels", "video_stories":
      let parameters = GraphParameters(call)
      let isLast = parameters["upload_phase"] == "finish" || parameters["file_url"] != nil
      return isLast ? .publish : route.operation
    default: return route.operation
    }
  }

  func text(of call: Call) -> String {
    let parameters = GraphParameters(call)
    return parameters["message"] ?? parameters["description"] ?? ""
  }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    if isAuthorizationPage(call) { return authorize(call) }
    guard let (route, captures) = Self.table.find(call.method, path(of: call)) else {
      throw .graph(
        GraphError(code: 2500, message: "Unknown path components: /\(call.path.joined(separator: "/"))"))
    }
    return try route.handler(self)(call, captures)
  }

  var grantRefusal: HTTPReply { Refusal.missingToken.reply }

  func refusal(_ status: Int) -> HTTPReply { Refusal.graphFailure(status).reply }

  /// A new id of 15 digits, later than all before.
  func makeID() -> String {
    // Microseconds since 2020 have 15 digits until 2051.
    lastID = max(lastID + 1, world.now.microseconds - 1_577_836_800_000_000)
    return String(lastID)
  }

  /// The page a call acts as. A person's token may not publish on a page, but a page's may act as `me`.
  func page(_ id: String, _ parameters: GraphParameters, _ scope: String) throws(Refusal) -> FacebookPage {
    let token = try validToken(parameters)
    guard let page = token.page, id == "me" || id == page.id else {
      throw .noSuchObject("post", id)
    }
    guard token.scopes.contains(scope) else { throw .missingPagePermission(scope) }
    try countCall(page)
    return page
  }

  func validToken(_ parameters: GraphParameters) throws(Refusal) -> FacebookTokens.Token {
    guard let text = parameters.accessToken, let token = tokens.find(text) else { throw .missingToken }
    if let proof = parameters["appsecret_proof"],
      proof != Hex.encode(HMAC.sha256(key: Array(application.secret.utf8), Array(text.utf8)))
    {
      throw .graph(GraphError(code: 100, message: "Invalid appsecret_proof provided in the API argument"))
    }
    if let end = token.expiresAt, end <= world.now { throw .expiredToken(at: end) }
    return token
  }

  /// 4,800 calls for each engaged person in 24 hours; ten are assumed.
  private func countCall(_ page: FacebookPage) throws(Refusal) {
    guard world.settings.enforcesRateLimits else { return }
    let standing = windows.take("calls \(page.id)", limit: 48_000, per: .seconds(86_400), at: world.now)
    guard standing.isAllowed else { throw .pageLimit }
  }

  /// The version in the path is optional. Videos have a host of their own with the same calls.
  private func path(of call: Call) -> [String] {
    let host = call.host == "graph-video.facebook.com" ? "graph.facebook.com" : call.host
    return [host] + call.path.filter { !($0.hasPrefix("v") && Double($0.dropFirst()) != nil) }
  }

  private func isAuthorizationPage(_ call: Call) -> Bool { call.path.suffix(2) == ["dialog", "oauth"] }
}

/// The parameters of a call from wherever the Graph API takes them: query, form, form with files, or JSON.
struct GraphParameters {
  private let call: Call
  private let multipart: MultipartForm?
  private let json: JSON?

  init(_ call: Call) {
    self.call = call
    multipart = MultipartForm(call.request)
    json = call.contentType.hasPrefix("application/json") ? call.json : nil
  }

  subscript(name: String) -> String? {
    call.query(name) ?? call.form(name) ?? multipart?.part(name)?.text
      ?? json?[name].map { $0.string ?? $0.text }
  }

  /// The bytes of a file.
  func file(_ name: String) -> ArraySlice<UInt8>? { multipart?.part(name)?.content }

  /// In the parameters, or as `Bearer` or `OAuth` in the header.
  var accessToken: String? {
    if let token = self["access_token"] ?? call.bearerToken { return token }
    guard let header = call.request.header("authorization"), header.hasPrefix("OAuth ") else { return nil }
    return String(header.dropFirst(6))
  }

  /// `name[0]`, `name[1]`, … or `name` as a JSON array.
  func list(_ name: String) -> [JSON] {
    if let text = self[name], let array = (try? JSON(parsing: text))?.array { return array }
    var items: [JSON] = []
    while let text = self["\(name)[\(items.count)]"], let item = try? JSON(parsing: text) {
      items.append(item)
    }
    return items
  }
}
