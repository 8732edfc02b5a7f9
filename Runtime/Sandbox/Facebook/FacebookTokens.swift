internal import Core

/// A page.
struct FacebookPage {
  let id: String
  let name: String

  /// The same in every run, however the name is written.
  init(name: String) {
    id = StableID.make("1", digits: 14, of: "facebook page:" + name.lowercased())
    self.name = name
  }

  /// The pages of a person.
  static func pages(of username: String) -> [FacebookPage] {
    let number = username.firstRange(of: ".pages").flatMap { Int(username[$0.upperBound...]) } ?? 1
    return (0..<min(number, 99)).map { FacebookPage(name: $0 == 0 ? username : "\(username).\($0 + 1)") }
  }
}

/// Tokens of people (an hour, or 60 days) and of pages (without an end when the person's was a long one).
struct FacebookTokens {
  struct Token {
    let username: String
    let scopes: [String]
    let issuedAt: Instant
    let expiresAt: Instant?
    let isLongLived: Bool
    /// Nil when it is a person's.
    let page: FacebookPage?

    var userID: String { StableID.make("1", digits: 15, of: "facebook person:" + username.lowercased()) }
  }

  static let shortLifetime: Duration = .seconds(3600)
  static let longLifetime: Duration = .seconds(60 * 86_400)

  private var tokens: [String: Token] = [:]

  func find(_ token: String?) -> Token? { token.flatMap { tokens[$0] } }

  mutating func issue(
    _ username: String, _ scopes: [String], isLongLived: Bool, page: FacebookPage? = nil, at now: Instant
  ) -> String {
    let text = Secret.make("EAA")
    insert(text, username, scopes, isLongLived, page, now)
    return text
  }

  private mutating func insert(
    _ text: String, _ username: String, _ scopes: [String], _ isLongLived: Bool, _ page: FacebookPage?,
    _ issuedAt: Instant
  ) {
    let end = issuedAt + (isLongLived ? Self.longLifetime : Self.shortLifetime)
    tokens[text] = Token(
      username: username, scopes: scopes, issuedAt: issuedAt,
      expiresAt: page != nil && isLongLived ? nil : end, isLongLived: isLongLived, page: page)
  }

  /// Takes back all access that a person gave, with that of their pages.
  mutating func revoke(_ username: String) { tokens = tokens.filter { $0.value.username != username } }

  /// As `restore` reads it.
  func record(_ text: String) -> JSONObject {
    guard let token = tokens[text] else { return [:] }
    return [
      "token": .string(text), "username": .string(token.username),
      "scopes": .string(token.scopes.joined(separator: ",")), "long_lived": .bool(token.isLongLived),
      "page": JSON(token.page?.name), "issued": .integer(token.issuedAt.microseconds),
    ]
  }

  mutating func restore(_ record: JSON) {
    guard let text = record["token"]?.string, let username = record["username"]?.string,
      let issued = record["issued"]?.integer, let isLongLived = record["long_lived"]?.bool
    else { return }
    insert(
      text, username, (record["scopes"]?.string ?? "").split(separator: ",").map(String.init), isLongLived,
      record["page"]?.string.map { FacebookPage(name: $0) }, Instant(microseconds: issued))
  }
}
