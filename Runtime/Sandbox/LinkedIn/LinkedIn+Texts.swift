/// What LinkedIn takes of its texts
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api): of a commentary what people
/// see counts, without escapes. The other lengths are known from clients.
extension LinkedIn {
  static let commentaryRule = TextRule(
    unit: .utf16, limit: 3000, isNeeded: true, shown: { LinkedInText($0).shown })
  static let commentRule = TextRule(unit: .utf16, limit: 1250, isNeeded: true)
  static let titleRule = TextRule(unit: .utf16, limit: 400, isNeeded: true)
  static let altTextRule = TextRule(unit: .utf16, limit: 4086)

  var texts: [String: TextRule] {
    [
      "commentary": Self.commentaryRule, "comment": Self.commentRule, "title": Self.titleRule,
      "altText": Self.altTextRule,
    ]
  }
}
