internal import Core

/// A member, and the one organization that they administer here.
struct LinkedInMember {
  let username: String
  /// `sub`: letters and digits.
  let id: String
  let organizationID: String

  /// The same in every run, however the name is written.
  init(username: String) {
    self.username = username
    id = StableID.make("m", digits: 9, of: "linkedin:" + username.lowercased())
    organizationID = StableID.make("1", digits: 8, of: "linkedin organization:" + username.lowercased())
  }

  var urn: String { "urn:li:person:\(id)" }
  var organization: String { "urn:li:organization:\(organizationID)" }
  var organizationName: String { "\(username) Ltd" }
}

/// Access tokens of 60 days; refresh tokens of a year, which stay the same when they are used.
struct LinkedInTokens {
  struct Token {
    let member: LinkedInMember
    let scopes: Set<String>
    let issuedAt: Instant
    let expiresAt: Instant
    var isRevoked = false
  }

  static let lifetime: Duration = .seconds(5_184_000)
  static let refreshLifetime: Duration = .seconds(31_536_000)

  private var access: [String: Token] = [:]
  private var refresh: [String: Token] = [:]

  func find(_ token: String) -> Token? { access[token] }

  func findRefresh(_ token: String) -> Token? { refresh[token] }

  /// A token with other scopes than before ends those of before.
  mutating func issue(_ member: LinkedInMember, _ scopes: Set<String>, at now: Instant) -> String {
    for (text, token) in access where token.member.id == member.id && token.scopes != scopes {
      access[text]?.isRevoked = true
    }
    let text = Secret.make("AQ", bytes: 90)
    access[text] = Token(member: member, scopes: scopes, issuedAt: now, expiresAt: now + Self.lifetime)
    return text
  }

  mutating func issueRefresh(_ member: LinkedInMember, _ scopes: Set<String>, at now: Instant) -> String {
    let text = Secret.make("AQ", bytes: 90)
    refresh[text] = Token(
      member: member, scopes: scopes, issuedAt: now, expiresAt: now + Self.refreshLifetime)
    return text
  }

  mutating func revoke(_ token: String) {
    access[token]?.isRevoked = true
    refresh[token]?.isRevoked = true
  }

  /// As `restore` reads it.
  func record(_ text: String) -> JSONObject {
    guard let token = access[text] ?? refresh[text] else { return [:] }
    return [
      "token": .string(text), "is_refresh": .bool(refresh[text] != nil),
      "username": .string(token.member.username),
      "scopes": .string(token.scopes.sorted().joined(separator: " ")),
      "issued": .integer(token.issuedAt.microseconds),
    ]
  }

  mutating func restore(_ record: JSON) {
    guard let text = record["token"]?.string, let username = record["username"]?.string,
      let scopes = record["scopes"]?.string, let issued = record["issued"]?.integer,
      let isRefresh = record["is_refresh"]?.bool
    else { return }
    let issuedAt = Instant(microseconds: issued)
    let token = Token(
      member: LinkedInMember(username: username), scopes: Set(scopes.split(separator: " ").map(String.init)),
      issuedAt: issuedAt, expiresAt: issuedAt + (isRefresh ? Self.refreshLifetime : Self.lifetime))
    if isRefresh { refresh[text] = token } else { access[text] = token }
  }
}
