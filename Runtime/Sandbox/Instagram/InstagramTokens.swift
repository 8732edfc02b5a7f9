internal import Core

/// An account; professional unless its name ends in `.personal`.
struct InstagramAccount {
  /// Used in paths and webhooks; `user_id` in answers.
  let id: String
  /// `id` in answers about the account.
  let appScopedID: String
  let username: String

  var type: String { username.lowercased().hasSuffix(".personal") ? "PERSONAL" : "BUSINESS" }

  /// The same in every run, however the name is written.
  init(username: String) {
    let key = username.lowercased()
    id = StableID.make("17841", digits: 12, of: "instagram:" + key)
    appScopedID = StableID.make("24", digits: 14, of: "instagram app:" + key)
    self.username = username
  }
}

/// Tokens: short-lived ones of an hour, long-lived ones of 60 days.
struct InstagramTokens {
  struct Token {
    let accountID: String
    let username: String
    let scopes: [String]
    let issuedAt: Instant
    let expiresAt: Instant
    let isLongLived: Bool
  }

  private static let shortLifetime: Duration = .seconds(3600)
  static let longLifetime: Duration = .seconds(60 * 86_400)

  private var tokens: [String: Token] = [:]

  func find(_ token: String?) -> Token? { token.flatMap { tokens[$0] } }

  mutating func issue(_ username: String, _ scopes: [String], isLongLived: Bool, at now: Instant) -> String {
    let text = Secret.make("IGAA")
    tokens[text] = Token(
      accountID: InstagramAccount(username: username).id, username: username, scopes: scopes, issuedAt: now,
      expiresAt: now + (isLongLived ? Self.longLifetime : Self.shortLifetime), isLongLived: isLongLived)
    return text
  }

  /// As `restore` reads it.
  func record(_ text: String) -> JSONObject {
    guard let token = tokens[text] else { return [:] }
    return [
      "token": .string(text), "username": .string(token.username),
      "scopes": .string(token.scopes.joined(separator: ",")), "long_lived": .bool(token.isLongLived),
      "issued": .integer(token.issuedAt.microseconds),
    ]
  }

  /// Takes back a recorded token; gives the user name it belongs to.
  mutating func restore(_ record: JSON) -> String? {
    guard let text = record["token"]?.string, let username = record["username"]?.string,
      let issued = record["issued"]?.integer, let isLongLived = record["long_lived"]?.bool
    else { return nil }
    let issuedAt = Instant(microseconds: issued)
    tokens[text] = Token(
      accountID: InstagramAccount(username: username).id, username: username,
      scopes: (record["scopes"]?.string ?? "").split(separator: ",").map(String.init), issuedAt: issuedAt,
      expiresAt: issuedAt + (isLongLived ? Self.longLifetime : Self.shortLifetime), isLongLived: isLongLived)
    return username
  }
}
