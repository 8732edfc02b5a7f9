// Beside `Platforms+All.swift`: whoever only asks what is missing does not contain the connectors.
extension ScopeTable {
  private static let all: [(id: String, table: ScopeTable)] = [
    ("x", X.scopes), ("instagram", Instagram.scopes), ("facebook", Facebook.scopes),
    ("linkedin", LinkedIn.scopes), ("pinterest", Pinterest.scopes), ("tiktok", TikTok.scopes),
    ("youtube", YouTube.scopes),
  ]

  /// Nil for a platform that there is not.
  package static func of(_ platform: String) -> ScopeTable? { all.first { $0.id == platform }?.table }
}
