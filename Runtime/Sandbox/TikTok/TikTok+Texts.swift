/// What TikTok takes of its texts, in what it calls UTF-16 runes
/// (https://developers.tiktok.com/doc/content-posting-api-reference-direct-post,
/// https://developers.tiktok.com/doc/content-posting-api-reference-photo-post).
extension TikTok {
  /// The `title` of a video.
  static let captionRule = TextRule(unit: .utf16, limit: 2200)
  /// Of photos.
  static let titleRule = TextRule(unit: .utf16, limit: 90)
  static let descriptionRule = TextRule(unit: .utf16, limit: 4000)

  var texts: [String: TextRule] {
    ["video.title": Self.captionRule, "title": Self.titleRule, "description": Self.descriptionRule]
  }
}
