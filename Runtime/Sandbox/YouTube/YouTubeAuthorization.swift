internal import Core
internal import Cryptography
internal import HTTPServer

/// Google's OAuth 2.0 for web servers, and the channel behind a token.
extension YouTube {
  /// GET shows the consent page, POST is its form coming back. `username` is the title of the channel; a name that begins
  /// with `nochannel` is an account without one.
  func authorize(_ call: Call) -> Answer {
    guard call.query("client_id") == application.id else {
      return refusePage("Error 401: invalid_client")
    }
    guard let redirectURI = call.query("redirect_uri"), ConsentPage.isAcceptable(redirectURI: redirectURI)
    else { return refusePage("Error 400: redirect_uri_mismatch") }
    let scopes = (call.query("scope") ?? "").split(separator: " ").map(String.init)
    let optional = scopes.filter { $0 != "openid" }
    guard call.query("response_type") == "code", !scopes.isEmpty,
      scopes.allSatisfy({ $0.hasPrefix("https://www.googleapis.com/auth/") || $0 == "openid" })
    else { return refusePage("Error 400: invalid_scope or response_type") }
    let state = call.query("state").map { [("state", $0)] } ?? []
    let page = Answer.now(
      ConsentPage.show(platform: "Google", scopes: scopes, optional: optional, address: call.address))
    guard call.method == "POST" else { return page }
    switch ConsentPage.decision(of: call) {
    case .missing: return page
    case .denied:
      return .now(ConsentPage.leave(for: redirectURI, with: [("error", "access_denied")] + state))
    case .approved(let username):
      let scopes = ConsentPage.granted(call, of: scopes, optional: optional)
      // Only what was asked for offline, with consent, brings a refresh token.
      let isOffline = call.query("access_type") == "offline" && call.query("prompt") == "consent"
      let code = codes.issue(
        Consent(
          username: username, clientID: application.id, redirectURI: redirectURI,
          scopes: scopes + (isOffline ? ["offline"] : []), challenge: call.query("code_challenge"),
          givenAt: world.now))
      let scope = [("scope", scopes.joined(separator: " "))]
      return .now(ConsentPage.leave(for: redirectURI, with: state + [("code", code)] + scope))
    }
  }

  func exchangeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard call.form("client_id") == application.id else {
      throw .googleOAuth(401, "invalid_client", "The OAuth client was not found.")
    }
    guard call.form("client_secret") == application.secret else {
      throw .googleOAuth(401, "invalid_client", "Unauthorized")
    }
    switch call.form("grant_type") {
    case "authorization_code": return try exchangeCode(call)
    case "refresh_token":
      guard let grant = tokens.refresh(call.form("refresh_token") ?? "") else {
        throw .googleOAuth(400, "invalid_grant", "Token has been expired or revoked.")
      }
      return issue(grant, isFirst: false)
    default:
      throw .googleOAuth(400, "unsupported_grant_type", "Invalid grant_type.")
    }
  }

  private func exchangeCode(_ call: Call) throws(Refusal) -> Answer {
    guard let code = call.form("code"), let consent = codes.redeem(code, at: world.now) else {
      throw .googleOAuth(400, "invalid_grant", "Malformed auth code.")
    }
    guard call.form("redirect_uri") == consent.redirectURI else {
      throw .googleOAuth(400, "redirect_uri_mismatch", "Bad Request")
    }
    if let challenge = consent.challenge {
      let verifier = call.form("code_verifier") ?? ""
      guard Base64.urlEncode(SHA256.hash(Array(verifier.utf8))) == challenge else {
        throw .googleOAuth(400, "invalid_grant", "Invalid code verifier.")
      }
    }
    let isOffline = consent.scopes.contains("offline")
    let grant = YouTubeTokens.Grant(
      username: consent.username, scopes: consent.scopes.filter { $0 != "offline" },
      refreshToken: isOffline ? Secret.make("1//0") : nil)
    return issue(grant, isFirst: true)
  }

  private func issue(_ grant: YouTubeTokens.Grant, isFirst: Bool) -> Answer {
    let (token, record) = tokens.issue(grant, at: world.now)
    world.remember(name, "token", record)
    var body: JSONObject = [
      "access_token": .string(token), "expires_in": .integer(YouTubeTokens.lifetime.components.seconds),
      "scope": .string(grant.scopes.joined(separator: " ")), "token_type": "Bearer",
    ]
    if isFirst, let refreshToken = grant.refreshToken { body["refresh_token"] = .string(refreshToken) }
    return .json(.object(body))
  }

  func revokeToken(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    guard let token = tokens.revoke(call.query("token") ?? call.form("token") ?? "") else {
      throw .googleOAuth(400, "invalid_token", "Token expired or revoked")
    }
    world.remember(name, "revoked", ["refresh": .string(token)])
    return .json([:])
  }

  /// The channel a call acts for. Any of the scopes, which are given by their last part, is enough.
  func caller(_ call: Call, _ scopes: String...) throws(Refusal) -> YouTubeChannel {
    guard let grant = tokens.access(call.bearerToken, at: world.now) else { throw .googleUnauthorized }
    guard scopes.contains(where: { grant.scopes.contains("https://www.googleapis.com/auth/" + $0) }) else {
      throw .googleScope
    }
    return YouTubeChannel(username: grant.username)
  }

  func listChannels(_ call: Call, _: [String]) throws(Refusal) -> Answer {
    let channel = try caller(call, "youtube", "youtube.readonly", "youtube.force-ssl")
    guard call.query("mine") == "true" else {
      throw .google(
        400, "missingRequiredParameter",
        "No filter selected. Expected one of: forUsername, id, mine, managedByMe")
    }
    let page: JSON = ["totalResults": 1, "resultsPerPage": 5]
    guard !channel.title.hasPrefix("nochannel") else {
      return .json(["kind": "youtube#channelListResponse", "etag": "e", "pageInfo": page])
    }
    var item: JSONObject = ["kind": "youtube#channel", "etag": "e", "id": .string(channel.id)]
    if call.list("part").contains("snippet") {
      item["snippet"] = [
        "title": .string(channel.title), "description": "",
        "customUrl": .string("@" + channel.title.lowercased()),
      ]
    }
    if call.list("part").contains("statistics") {
      let count = videos.values.count { $0.channelID == channel.id }
      // Counts are strings.
      item["statistics"] = [
        "viewCount": "0", "subscriberCount": "0", "hiddenSubscriberCount": false,
        "videoCount": .string("\(count)"),
      ]
    }
    return .json([
      "kind": "youtube#channelListResponse", "etag": "e", "pageInfo": page, "items": [.object(item)],
    ])
  }

  private func refusePage(_ reason: String) -> Answer {
    .now(ConsentPage.refuse(platform: "Google", reason: reason))
  }
}
