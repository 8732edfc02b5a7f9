internal import Core
internal import HTTPServer

/// An account.
struct PinterestAccount {
  let id: String
  let username: String

  /// The same in every run, however the name is written.
  init(username: String) {
    id = StableID.make("5", digits: 17, of: "pinterest:" + username.lowercased())
    self.username = username
  }

  var boards: [PinterestBoard] {
    ["Menu", "Ideas"].map { name in
      PinterestBoard(
        id: StableID.make("5", digits: 17, of: "pinterest board:\(username.lowercased()):\(name)"),
        name: name,
        ownerID: id, owner: username)
    }
  }
}

struct PinterestBoard {
  let id: String
  let name: String
  let ownerID: String
  let owner: String

  var json: JSON {
    [
      "id": .string(id), "name": .string(name), "privacy": "PUBLIC", "owner": ["username": .string(owner)],
      "description": "", "pin_count": 0,
    ]
  }
}

/// Tokens of thirty days, and refresh tokens of sixty, of which each works once.
struct PinterestTokens {
  struct Token {
    let username: String
    let scopes: [String]
    let expiresAt: Instant
  }

  static let lifetime: Duration = .seconds(30 * 86_400)
  static let refreshLifetime: Duration = .seconds(60 * 86_400)

  private var access: [String: Token] = [:]
  private var refresh: [String: Token] = [:]

  func access(_ token: String?, at now: Instant) -> Token? {
    token.flatMap { access[$0] }.flatMap { $0.expiresAt > now ? $0 : nil }
  }

  mutating func takeRefresh(_ token: String, at now: Instant) -> Token? {
    refresh.removeValue(forKey: token).flatMap { $0.expiresAt > now ? $0 : nil }
  }

  mutating func insert(
    _ accessToken: String, _ refreshToken: String, _ username: String, _ scopes: [String], at now: Instant
  ) {
    access[accessToken] = Token(username: username, scopes: scopes, expiresAt: now + Self.lifetime)
    refresh[refreshToken] = Token(username: username, scopes: scopes, expiresAt: now + Self.refreshLifetime)
  }

  mutating func revoke(_ token: String) {
    guard let username = (access[token] ?? refresh[token])?.username else { return }
    access = access.filter { $0.value.username != username }
    refresh = refresh.filter { $0.value.username != username }
  }

  mutating func forget(refresh token: String) { refresh[token] = nil }
}

/// OAuth 2.0: the consent page, tokens, the account behind them.
extension Pinterest {
  /// GET shows the consent page, POST is its form coming back.
  func authorize(_ call: Call) -> Answer {
    guard call.query("client_id") == application.id else { return refusePage("Invalid client_id") }
    guard let redirectURI = call.query("redirect_uri"), ConsentPage.isAcceptable(redirectURI: redirectURI),
      call.query("response_type") == "code"
    else { return refusePage("Invalid redirect_uri or response_type") }
    let scopes = (call.query("scope") ?? "").split { $0 == "," || $0 == " " }.map(String.init)
    let state = call.query("state").map { [("state", $0)] } ?? []
    guard call.method == "POST" else {
      return .now(
        ConsentPage.show(platform: "Pinterest", scopes: scopes, optional: scopes, address: call.address))
    }
    switch ConsentPage.decision(of: call) {
    case .missing:
      return .now(
        ConsentPage.show(platform: "Pinterest", scopes: scopes, optional: scopes, address: call.address))
    case .denied: return .now(ConsentPage.leave(for: redirectURI, with: [("error", "access_denied")] + state))
    case .approved(let username):
      let scopes = ConsentPage.granted(call, of: scopes, optional: scopes)
      let code = codes.issue(
        Consent(
          username: username, clientID: application.id, redirectURI: redirectURI, scopes: scopes,
          givenAt: world.now))
      return .now(ConsentPage.leave(for: redirectURI, with: [("code", code)] + state))
    }
  }

  func giveToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    switch call.form("grant_type") {
    case "authorization_code":
      guard let consent = call.form("code").flatMap({ codes.redeem($0, at: world.now) }),
        call.form("redirect_uri") == consent.redirectURI
      else { throw .pinterest(400, 283, "The authorization code or its redirect_uri is not valid.") }
      return give(consent.username, consent.scopes, "authorization_code")
    case "refresh_token":
      let text = call.form("refresh_token") ?? ""
      guard let token = tokens.takeRefresh(text, at: world.now) else {
        throw .pinterest(401, 1104, "The refresh token is not valid or has expired.")
      }
      world.remember(name, "used", ["refresh": .string(text)])
      return give(token.username, token.scopes, "refresh_token")
    default: throw .pinterest(400, 1, "Invalid request: grant_type")
    }
  }

  private func give(_ username: String, _ scopes: [String], _ type: String) -> Answer {
    let access = Secret.make("pina_")
    let refresh = Secret.make("pinr_")
    tokens.insert(access, refresh, username, scopes, at: world.now)
    world.remember(
      name, "tokens",
      [
        "access": .string(access), "refresh": .string(refresh), "username": .string(username),
        "scopes": .string(scopes.joined(separator: ",")), "issued": .integer(world.now.microseconds),
      ])
    keepBoards(of: username)
    let refreshLife = PinterestTokens.refreshLifetime
    return .json([
      "response_type": .string(type), "access_token": .string(access), "token_type": "bearer",
      "expires_in": .integer(PinterestTokens.lifetime.components.seconds), "refresh_token": .string(refresh),
      "refresh_token_expires_in": .integer(refreshLife.components.seconds),
      "refresh_token_expires_at": .integer((world.now + refreshLife).seconds),
      "scope": .string(scopes.joined(separator: " ")),
    ])
  }

  func keepBoards(of username: String) {
    for board in PinterestAccount(username: username).boards { boards[board.id] = board }
  }

  func revokeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    try authenticateClient(call)
    if let token = call.form("token") {
      tokens.revoke(token)
      world.remember(name, "revoked", ["token": .string(token)])
    }
    return .json([:])
  }

  private func authenticateClient(_ call: Call) throws(Refusal) {
    guard let credentials = call.basicCredentials, credentials.user == application.id,
      credentials.password == application.secret
    else { throw .pinterestUnauthorized }
  }

  func showAccount(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, "user_accounts:read")
    return .json([
      "id": .string(account.id), "username": .string(account.username), "account_type": "BUSINESS",
      "profile_image": "https://i.pinimg.com/default.jpg", "website_url": "", "business_name": .null,
      "board_count": JSON(account.boards.count), "pin_count": 0, "follower_count": 0, "following_count": 0,
      "monthly_views": 0,
    ])
  }

  func listBoards(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, "boards:read")
    return .json(["items": .array(account.boards.map(\.json)), "bookmark": .null])
  }

  func showBoard(_ call: Call, _ path: [String]) throws(Refusal) -> Answer {
    let account = try caller(call, "boards:read")
    return .json(try board(path[0], of: account).json)
  }

  /// One's own board.
  func board(_ id: String, of account: PinterestAccount) throws(Refusal) -> PinterestBoard {
    guard let board = boards[id] else { throw .pinterest(404, 40, "Board not found.") }
    guard board.ownerID == account.id else {
      throw .pinterest(403, 29, "You are not permitted to access that resource.")
    }
    return board
  }

  private func refusePage(_ reason: String) -> Answer {
    .now(ConsentPage.refuse(platform: "Pinterest", reason: reason))
  }
}
