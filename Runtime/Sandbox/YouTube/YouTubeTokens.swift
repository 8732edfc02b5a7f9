internal import Core

/// A person's channel; the same in every run, however the name is written.
struct YouTubeChannel {
  let id: String
  let title: String

  init(username: String) {
    id = StableID.make("UCsb", digits: 20, of: "youtube:" + username.lowercased())
    title = username
  }
}

/// Access tokens of an hour, and refresh tokens that stay the same until they are revoked.
struct YouTubeTokens {
  struct Grant {
    let username: String
    let scopes: [String]
    let refreshToken: String?
  }

  static let lifetime: Duration = .seconds(3599)

  private var accessTokens: [String: (grant: Grant, expiresAt: Instant)] = [:]
  private var refreshTokens: [String: Grant] = [:]

  /// Nil when the token is unknown, expired or revoked.
  func access(_ token: String?, at now: Instant) -> Grant? {
    guard let token, let (grant, expiresAt) = accessTokens[token], expiresAt > now else { return nil }
    return grant
  }

  func refresh(_ token: String) -> Grant? { refreshTokens[token] }

  /// The record of a new access token, as `restore` reads it.
  mutating func issue(_ grant: Grant, at now: Instant) -> (token: String, record: JSONObject) {
    let token = Secret.make("ya29.")
    insert(token, grant, expiresAt: now + Self.lifetime)
    return (
      token,
      [
        "access": .string(token), "refresh": JSON(grant.refreshToken), "username": .string(grant.username),
        "scopes": .string(grant.scopes.joined(separator: " ")),
        "expires": .integer((now + Self.lifetime).microseconds),
      ]
    )
  }

  mutating func restore(_ record: JSON) {
    guard let token = record["access"]?.string, let username = record["username"]?.string,
      let expires = record["expires"]?.integer
    else { return }
    let scopes = (record["scopes"]?.string ?? "").split(separator: " ").map(String.init)
    let grant = Grant(username: username, scopes: scopes, refreshToken: record["refresh"]?.string)
    insert(token, grant, expiresAt: Instant(microseconds: expires))
  }

  /// Ends all that a token of either kind belongs to; gives the refresh token, nil when the token is unknown.
  @discardableResult
  mutating func revoke(_ token: String) -> String? {
    guard let grant = refreshTokens[token] ?? accessTokens[token]?.grant else { return nil }
    accessTokens = accessTokens.filter {
      $0.key != token && $0.value.grant.refreshToken != grant.refreshToken
    }
    if let refreshToken = grant.refreshToken { refreshTokens[refreshToken] = nil }
    return grant.refreshToken ?? token
  }

  private mutating func insert(_ token: String, _ grant: Grant, expiresAt: Instant) {
    accessTokens[token] = (grant, expiresAt)
    if let refreshToken = grant.refreshToken { refreshTokens[refreshToken] = grant }
  }
}
