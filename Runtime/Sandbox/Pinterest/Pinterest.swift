internal import Core
internal import HTTPServer

/// Pinterest's API v5: login, boards, pins, videos.
///
/// Every account has two boards, Menu and Ideas, whose ids are the same in every run.
final class Pinterest: Platform {
  let name = "pinterest"
  let hosts: Set<String> = ["www.pinterest.com", "api.pinterest.com", Pinterest.uploadHost]
  static let uploadHost = "pinterest-media-upload.s3-accelerate.amazonaws.com"

  let world: World
  let application: Settings.Application
  var codes = AuthorizationCodes(lifetime: .seconds(600))
  var tokens = PinterestTokens()
  var boards: [String: PinterestBoard] = [:]
  var pins = PinterestPins()
  var media: [String: PinterestMedia] = [:]
  var windows = RateWindows()
  private var lastID: Int64 = 0

  init(_ world: World) {
    self.world = world
    application = world.settings.application(of: "pinterest")
  }

  static let table = RouteTable<Pinterest>(routes: [
    Route("POST", "api.pinterest.com/v5/oauth/token", .token, giveToken),
    Route("POST", "api.pinterest.com/v5/oauth/token/revoke", .token, revokeToken),
    Route("GET", "api.pinterest.com/v5/user_account", .read, showAccount),
    Route("GET", "api.pinterest.com/v5/boards", .read, listBoards),
    Route("GET", "api.pinterest.com/v5/boards/*", .read, showBoard),
    Route("GET", "api.pinterest.com/v5/boards/*/pins", .read, listPins),
    Route("POST", "api.pinterest.com/v5/pins", .publish, createPin),
    Route("GET", "api.pinterest.com/v5/pins/*", .read, showPin),
    Route("DELETE", "api.pinterest.com/v5/pins/*", .other, deletePin),
    Route("POST", "api.pinterest.com/v5/media", .container, registerMedia),
    Route("GET", "api.pinterest.com/v5/media/*", .read, showMedia),
    Route("POST", "\(uploadHost)", .media, receiveMedia),
  ])

  func operation(of call: Call) -> Operation? {
    isAuthorizationPage(call) ? nil : Self.table.find(call.method, path(of: call))?.route.operation ?? .other
  }

  func text(of call: Call) -> String { call.json?["description"]?.string ?? "" }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    if isAuthorizationPage(call) { return authorize(call) }
    guard let (route, captures) = Self.table.find(call.method, path(of: call)) else {
      throw .pinterest(404, 0, "Resource not found.")
    }
    let headers = try countCall(call, route.operation)
    do throws(Refusal) {
      return try route.handler(self)(call, captures).adding(headers)
    } catch {
      throw Refusal(error.reply.adding(headers))
    }
  }

  var grantRefusal: HTTPReply {
    Refusal.pinterest(401, 1104, "The refresh token is not valid or has expired.").reply
  }

  func refusal(_ status: Int) -> HTTPReply {
    switch status {
    case 401: Refusal.pinterestUnauthorized.reply
    case 403: Refusal.pinterest(403, 7, "Not authorized to access board or Pin.").reply
    case 429: Refusal.pinterest(429, 8, "This request exceeded a rate limit.").reply
    case 500...: Refusal.pinterest(status, 12, "Something went wrong on our end. Sorry about that.").reply
    default: Refusal.pinterest(status, 1, "Invalid request").reply
    }
  }

  /// A new id of 18 digits, later than all before.
  func makeID() -> String {
    lastID = max(lastID + 1, 800_000_000_000_000_000 + world.now.microseconds - 1_577_836_800_000_000)
    return String(lastID)
  }

  /// The account a call acts for, which must have agreed to this scope.
  func caller(_ call: Call, _ scope: String) throws(Refusal) -> PinterestAccount {
    guard let token = tokens.access(call.bearerToken, at: world.now) else { throw .pinterestUnauthorized }
    guard token.scopes.contains(scope) else {
      throw .pinterest(401, 3, "Authorization failed: the token lacks the scope \(scope).")
    }
    return PinterestAccount(username: token.username)
  }

  private func path(of call: Call) -> [String] { [call.host] + call.path }

  private func isAuthorizationPage(_ call: Call) -> Bool {
    call.host == "www.pinterest.com" && call.path == ["oauth"]
  }

  /// Standard access: 100 writes and 1,000 reads a minute for each person.
  private func countCall(_ call: Call, _ operation: Operation) throws(Refusal) -> [(
    name: String, value: String
  )] {
    guard world.settings.enforcesRateLimits, let token = tokens.access(call.bearerToken, at: world.now) else {
      return []
    }
    let limit = operation == .read ? 1000 : 100
    let bucket = "\(operation == .read ? "read" : "write") \(token.username)"
    let standing = windows.take(bucket, limit: limit, per: .seconds(60), at: world.now)
    let headers = [
      (name: "x-ratelimit-limit", value: String(limit)),
      (name: "x-ratelimit-remaining", value: String(standing.remaining)),
      (name: "x-ratelimit-reset", value: String(max(1, (standing.reset - world.now).components.seconds))),
    ]
    guard standing.isAllowed else {
      let refusal = Refusal.pinterest(429, 8, "This request exceeded a rate limit.")
      throw Refusal(refusal.reply.adding(headers))
    }
    return headers
  }
}

extension Refusal {
  static func pinterest(_ status: Int, _ code: Int, _ message: String) -> Refusal {
    Refusal(status, ["code": JSON(code), "message": .string(message)])
  }

  static let pinterestUnauthorized = pinterest(401, 2, "Authentication failed.")
}
