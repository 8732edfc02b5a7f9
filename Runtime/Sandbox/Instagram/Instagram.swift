internal import Core
internal import HTTPServer

/// Instagram's Graph API with Instagram Login: containers, publishing, comments and their webhooks.
final class Instagram: Platform {
  let name = "instagram"
  let hosts: Set<String> = ["www.instagram.com", "api.instagram.com", "graph.instagram.com"]

  let world: World
  let application: Settings.Application
  let webhook: MetaWebhook?
  /// Instagram gives an application an hour to exchange a code.
  var codes = AuthorizationCodes(lifetime: .seconds(3600))
  var tokens = InstagramTokens()
  var accounts: [String: InstagramAccount] = [:]
  var containers: [String: InstagramContainer] = [:]
  var media = InstagramLibrary()
  var comments: [String: InstagramComment] = [:]
  var windows = RateWindows()
  private var lastID: Int64 = 0

  init(_ world: World) {
    self.world = world
    application = world.settings.application(of: "instagram")
    webhook = world.settings.subscription.map { subscription in
      MetaWebhook(
        subscription, secret: world.settings.application(of: "instagram").secret, eventLoop: world.eventLoop)
    }
    webhook?.register()
  }

  static let table = RouteTable<Instagram>(routes: [
    Route("POST", "api.instagram.com/oauth/access_token", .token, exchangeCode),
    Route("GET", "graph.instagram.com/access_token", .token, exchangeForLongLived),
    Route("GET", "graph.instagram.com/refresh_access_token", .token, refreshToken),
    Route("GET", "graph.instagram.com/*/content_publishing_limit", .read, readQuota),
    Route("POST", "graph.instagram.com/*/media", .container, createContainer),
    Route("GET", "graph.instagram.com/*/media", .read, listMedia),
    Route("GET", "graph.instagram.com/*/stories", .read, listStories),
    Route("POST", "graph.instagram.com/*/media_publish", .publish, publish),
    Route("GET", "graph.instagram.com/*/comments", .read, listComments),
    Route("POST", "graph.instagram.com/*/comments", .reply, createComment),
    Route("GET", "graph.instagram.com/*/replies", .read, listReplies),
    Route("POST", "graph.instagram.com/*/replies", .reply, createReply),
    Route("GET", "graph.instagram.com/*/subscribed_apps", .other, readSubscriptions),
    Route("POST", "graph.instagram.com/*/subscribed_apps", .other, subscribe),
    Route("GET", "graph.instagram.com/*", .read, readObject),
    Route("POST", "graph.instagram.com/*", .other, changeObject),
    Route("DELETE", "graph.instagram.com/*", .other, deleteObject),
  ])

  func operation(of call: Call) -> Operation? {
    isAuthorizationPage(call) ? nil : Self.table.find(call.method, path(of: call))?.route.operation ?? .other
  }

  func text(of call: Call) -> String {
    call.parameter("caption") ?? call.parameter("message")
      ?? call.parameter("creation_id").flatMap { containers[$0]?.draft.caption } ?? ""
  }

  func answer(_ call: Call) throws(Refusal) -> Answer {
    if isAuthorizationPage(call) { return authorize(call) }
    guard let (route, captures) = Self.table.find(call.method, path(of: call)) else {
      throw .graph(
        GraphError(code: 2500, message: "Unknown path components: /\(call.path.joined(separator: "/"))"))
    }
    let headers = try countCall(call)
    do throws(Refusal) {
      return try route.handler(self)(call, captures).adding(headers)
    } catch {
      throw Refusal(error.reply.adding(headers))
    }
  }

  var grantRefusal: HTTPReply { Refusal.missingToken.reply }

  func refusal(_ status: Int) -> HTTPReply { Refusal.graphFailure(status).reply }

  /// A new id of 17 digits, later than all before.
  func makeID() -> String {
    // Microseconds since 2020 have 15 digits until 2051.
    lastID = max(lastID + 1, 17_000_000_000_000_000 + world.now.microseconds - 1_577_836_800_000_000)
    return String(lastID)
  }

  /// The version in the path is optional: without it the app's default holds.
  private func path(of call: Call) -> [String] {
    let isVersion = call.path.first.map { $0.hasPrefix("v") && Double($0.dropFirst()) != nil } ?? false
    return [call.host] + (isVersion ? call.path.dropFirst() : call.path[...])
  }

  private func isAuthorizationPage(_ call: Call) -> Bool { call.path == ["oauth", "authorize"] }

  /// Counts the call and gives the usage headers, in percent. The quota of an account is 4,800 calls per
  /// impression in 24 hours; ten impressions are assumed.
  private func countCall(_ call: Call) throws(Refusal) -> [(name: String, value: String)] {
    guard let accountID = tokens.find(call.accessToken)?.accountID else { return [] }
    var percent = 1
    var isAllowed = true
    if world.settings.enforcesRateLimits {
      let standing = windows.take("calls \(accountID)", limit: 48_000, per: .seconds(86_400), at: world.now)
      percent = (standing.limit - standing.remaining) * 100 / standing.limit
      isAllowed = standing.isAllowed
    }
    let usage: JSONObject = [
      "call_count": JSON(percent), "total_cputime": JSON(percent), "total_time": JSON(percent),
    ]
    var businessUse = usage
    businessUse["type"] = "instagram"
    businessUse["estimated_time_to_regain_access"] = JSON(isAllowed ? 0 : 60)
    let perAccount = JSON.object(JSONObject([(name: accountID, value: .array([.object(businessUse)]))]))
    let headers = [
      (name: "x-app-usage", value: JSON.object(usage).text),
      (name: "x-business-use-case-usage", value: perAccount.text),
    ]
    guard isAllowed else {
      let error = GraphError(
        code: 80_002, message: "(#80002) There have been too many calls to this Instagram account.")
      throw Refusal(error.refusal.reply.adding(headers))
    }
    return headers
  }
}

extension Call {
  /// The Graph API takes parameters from the query, a form or JSON alike.
  func parameter(_ name: String) -> String? {
    if let value = query(name) ?? form(name) { return value }
    guard let value = json?[name] else { return nil }
    return value.string ?? value.text
  }

  var accessToken: String? { parameter("access_token") ?? bearerToken }
}
