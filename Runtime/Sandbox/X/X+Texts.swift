/// What X takes of its texts
/// (https://docs.x.com/fundamentals/counting-characters, https://docs.x.com/x-api/posts/create-post).
extension X {
  static let textRule = TextRule(unit: .weighted, limit: WeightedLength.limit, isNeeded: true, further: judge)
  private static let judge: @Sendable (String) -> TextRule.Objection? = { text in
    let found = WeightedLength(text)
    if found.hasRefusedCharacter { return .character }
    return found.cashtags > 1 ? .tags : nil
  }
  static let pollRule = TextRule(unit: .characters, limit: 25, isNeeded: true)
  static let altTextRule = TextRule(unit: .utf16, limit: 1000)

  var texts: [String: TextRule] {
    ["text": Self.textRule, "poll.options": Self.pollRule, "alt_text": Self.altTextRule]
  }
}
