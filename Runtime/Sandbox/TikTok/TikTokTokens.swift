internal import Core

/// Access tokens of a day, refresh tokens of a year. Each refresh brings a new one and ends the old one.
struct TikTokTokens {
  struct Grant {
    let username: String
    let scopes: [String]
    let expiresAt: Instant

    /// The same in every run, however the name is written.
    var openID: String { StableID.make("-000", digits: 18, of: "tiktok:" + username.lowercased()) }
  }

  static let accessLifetime: Duration = .seconds(86_400)
  static let refreshLifetime: Duration = .seconds(365 * 86_400)

  private var accessTokens: [String: Grant] = [:]
  private var refreshTokens: [String: Grant] = [:]

  func access(_ token: String?, at now: Instant) -> Grant? {
    token.flatMap { accessTokens[$0] }.flatMap { $0.expiresAt > now ? $0 : nil }
  }

  /// What a refresh token stands for, which it does once.
  mutating func redeem(_ token: String, at now: Instant) -> Grant? {
    refreshTokens.removeValue(forKey: token).flatMap { $0.expiresAt > now ? $0 : nil }
  }

  mutating func revoke(_ token: String) {
    guard let grant = accessTokens[token] else { return }
    accessTokens = accessTokens.filter { $0.value.username != grant.username }
    refreshTokens = refreshTokens.filter { $0.value.username != grant.username }
  }

  mutating func insert(
    _ access: String, _ refresh: String, _ username: String, _ scopes: [String], at now: Instant
  ) {
    accessTokens[access] = Grant(username: username, scopes: scopes, expiresAt: now + Self.accessLifetime)
    refreshTokens[refresh] = Grant(username: username, scopes: scopes, expiresAt: now + Self.refreshLifetime)
  }

  mutating func restore(_ record: JSON) {
    guard let access = record["access"]?.string, let refresh = record["refresh"]?.string,
      let username = record["username"]?.string, let issued = record["issued"]?.integer
    else { return }
    if let used = record["used"]?.string { refreshTokens[used] = nil }
    insert(
      access, refresh, username, (record["scopes"]?.string ?? "").split(separator: ",").map(String.init),
      at: Instant(microseconds: issued))
  }
}
