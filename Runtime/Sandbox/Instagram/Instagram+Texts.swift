/// What Instagram takes of its texts
/// (https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media): 2,200 characters
/// with 30 hashtags and 20 mentions. What is a character and a hashtag it does not say.
extension Instagram {
  static let captionRule = TextRule(unit: .characters, limit: 2200, further: countTags)
  static let altTextRule = TextRule(unit: .characters, limit: 1000)
  /// Uncertain: as long as a caption.
  static let commentRule = TextRule(unit: .characters, limit: 2200, isNeeded: true)

  var texts: [String: TextRule] {
    ["caption": Self.captionRule, "alt_text": Self.altTextRule, "message": Self.commentRule]
  }

  /// A mark counts when letters, digits or `_` follow; an `@` within an address of mail does not.
  @Sendable private static func countTags(_ caption: String) -> TextRule.Objection? {
    var hashtags = 0
    var mentions = 0
    var before: Unicode.Scalar = " "
    var mark: Unicode.Scalar?
    for scalar in caption.unicodeScalars {
      if isOfWord(scalar), mark == "#" { hashtags += 1 }
      if isOfWord(scalar), mark == "@" { mentions += 1 }
      mark = scalar == "#" || scalar == "@" && !isOfWord(before) ? scalar : nil
      before = scalar
    }
    return hashtags > 30 || mentions > 20 ? .tags : nil
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "_" || scalar.properties.isAlphabetic { return true }
    return scalar.properties.generalCategory == .decimalNumber
  }
}
