/// What YouTube takes of its texts (https://developers.google.com/youtube/v3/docs/videos): "all valid UTF-8 characters
/// except < and >"; of a description it counts bytes. The length of a comment is known from clients.
extension YouTube {
  static let titleRule = TextRule(unit: .characters, limit: 100, isNeeded: true, further: refuseMarkup)
  static let descriptionRule = TextRule(unit: .bytes, limit: 5000, further: refuseMarkup)
  /// With commas, and quotes around those with spaces.
  static let tagsRule = TextRule(unit: .characters, limit: 500, further: refuseMarkup)
  static let commentRule = TextRule(unit: .characters, limit: 10_000, isNeeded: true)

  var texts: [String: TextRule] {
    [
      "title": Self.titleRule, "description": Self.descriptionRule, "tags": Self.tagsRule,
      "comment": Self.commentRule,
    ]
  }

  @Sendable private static func refuseMarkup(_ text: String) -> TextRule.Objection? {
    text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") } ? .character : nil
  }
}
