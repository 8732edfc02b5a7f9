internal import Core

/// Access tokens of two hours and refresh tokens that rotate: each works once, and a second use ends the
/// whole family, as a stolen token would show itself that way.
struct XTokens {
  /// What an access token stands for.
  struct Access {
    let accountID: String
    let username: String
    let scopes: [String]
    let family: String
    let expiresAt: Instant
  }

  struct Pair {
    let access: String
    /// Only with the scope `offline.access`.
    let refresh: String?
  }

  static let lifetime: Duration = .seconds(7200)

  private var accessTokens: [String: Access] = [:]
  private var refreshTokens: [String: Access] = [:]
  private var used: Set<String> = []
  private var revokedFamilies: Set<String> = []

  mutating func issue(
    _ accountID: String, _ username: String, _ scopes: [String], family: String, at now: Instant
  )
    -> Pair
  {
    let grant = Access(
      accountID: accountID, username: username, scopes: scopes, family: family, expiresAt: now + Self.lifetime
    )
    let pair = Pair(
      access: Secret.make(), refresh: scopes.contains("offline.access") ? Secret.make() : nil)
    accessTokens[pair.access] = grant
    if let refresh = pair.refresh { refreshTokens[refresh] = grant }
    return pair
  }

  /// Nil when the token is unknown, expired or revoked.
  func access(_ token: String?, at now: Instant) -> Access? {
    guard let token, let grant = accessTokens[token], grant.expiresAt > now,
      !revokedFamilies.contains(grant.family)
    else { return nil }
    return grant
  }

  /// What a refresh token stands for, with whether it was used before; nil when unknown or revoked.
  func refresh(_ token: String) -> (grant: Access, isUsed: Bool)? {
    guard let grant = refreshTokens[token], !revokedFamilies.contains(grant.family) else { return nil }
    return (grant, used.contains(token))
  }

  /// The family of a token of either kind.
  func family(of token: String) -> String? { accessTokens[token]?.family ?? refreshTokens[token]?.family }

  mutating func markUsed(_ refreshToken: String) { used.insert(refreshToken) }

  mutating func revoke(family: String) { revokedFamilies.insert(family) }
}

extension XTokens {
  /// The pair and what it stands for, as `restore` reads it.
  func record(_ pair: Pair) -> JSONObject {
    guard let grant = accessTokens[pair.access] else { return [:] }
    return [
      "access": .string(pair.access), "refresh": JSON(pair.refresh), "account": .string(grant.accountID),
      "username": .string(grant.username), "scopes": .string(grant.scopes.joined(separator: " ")),
      "family": .string(grant.family), "expires": .integer(grant.expiresAt.microseconds),
    ]
  }

  /// Takes back a recorded pair; gives the account it belongs to.
  mutating func restore(_ record: JSON) -> (accountID: String, username: String)? {
    guard let access = record["access"]?.string, let accountID = record["account"]?.string,
      let username = record["username"]?.string, let scopes = record["scopes"]?.string,
      let family = record["family"]?.string, let expires = record["expires"]?.integer
    else { return nil }
    let grant = Access(
      accountID: accountID, username: username, scopes: scopes.split(separator: " ").map(String.init),
      family: family, expiresAt: Instant(microseconds: expires))
    accessTokens[access] = grant
    if let refresh = record["refresh"]?.string { refreshTokens[refresh] = grant }
    return (accountID, username)
  }
}
