internal import Core
internal import Platforms
internal import Testing

@Suite("TikTok's rules, at their limits and one beyond") struct TikTokRuleTests {
  private static let video: Media = Media(url: "https://a.io/v.mp4")
  private static let photo: Media = Media(url: "https://a.io/a.jpg")

  private static func tea(
    text: String = "", title: String? = nil, media: [Media] = [video], thread: [String] = [],
    comment: String? = nil, _ options: JSONObject = [:]
  ) -> Content {
    var all: JSONObject = ["privacy_level": "SELF_ONLY"]
    for (name, value) in options.members { all[name] = value.isNull ? nil : value }
    return Content(
      text: text, media: media, thread: thread, title: title, firstComment: comment, options: all)
  }

  private static func file(
    _ type: String = "video/mp4", bytes: Int64 = 1, width: Int = 360, height: Int = 4096, seconds: Int64 = 1
  ) -> [Media] {
    let facts = Media.Facts(
      contentType: type, bytes: bytes, width: width, height: height, duration: .seconds(seconds))
    return [Media(url: "https://a.io/v", facts: facts)]
  }

  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }
  private static func photos(_ count: Int) -> [Media] { Array(repeating: photo, count: count) }

  @Test(
    "Content is refused before TikTok would refuse it",
    arguments: [
      (tea(), []), (tea(text: text(2200)), []), (tea(text: text(2201)), ["/text too_long"]),
      // A sign beyond the basic plane is two UTF-16 units.
      (tea(text: String(repeating: "👋", count: 1100)), []),
      (tea(text: String(repeating: "👋", count: 1100) + "a"), ["/text too_long"]),
      (tea(title: text(90), media: [photo]), []), (tea(title: text(91), media: [photo]), ["/title too_long"]),
      (tea(text: text(4000), media: [photo]), []),
      (tea(text: text(4001), media: [photo]), ["/text too_long"]),
      (tea(media: []), ["/media media_required"]), (tea(media: photos(35)), []),
      (tea(media: photos(36)), ["/media too_many"]), (tea(media: [video, video]), ["/media too_many"]),
      (tea(media: [video, photo]), ["/media media_mixed"]), (tea(thread: ["a"]), ["/thread not_supported"]),
      (tea(comment: "a"), ["/first_comment not_supported"]), (tea(media: file(bytes: 4 << 30)), []),
      (tea(media: file(bytes: (4 << 30) + 1)), ["/media/0 too_large"]), (tea(media: file(seconds: 600)), []),
      (tea(media: file(seconds: 601)), ["/media/0 too_long"]),
      (tea(media: file(width: 359)), ["/media/0 dimensions"]),
      (tea(media: file(height: 4097)), ["/media/0 dimensions"]),
      (tea(media: file("video/x-msvideo")), ["/media/0 media_type"]), (tea(media: file("video/webm")), []),
      (tea(media: file("image/png")), ["/media/0 media_type"]),
      (tea(media: file("image/webp", bytes: 20 << 20)), []),
      (tea(media: file("image/jpeg", bytes: (20 << 20) + 1)), ["/media/0 too_large"]),
    ] as [(Content, [String])])
  func rules(_ content: Content, _ expected: [String]) throws {
    #expect(try violations(content) == expected)
  }

  @Test(
    "Options are refused before TikTok would refuse them",
    arguments: [
      (tea(["privacy_level": .null]), ["/options/privacy_level required"]),
      (tea(["privacy_level": "PUBLIC"]), ["/options/privacy_level unknown_value"]),
      (tea(["privacy_level": 1]), ["/options/privacy_level unknown_value"]),
      (tea(["privacy_level": "PUBLIC_TO_EVERYONE"]), []),
      (tea(["privacy_level": "MUTUAL_FOLLOW_FRIENDS"]), []),
      (tea(["privacy_level": "FOLLOWER_OF_CREATOR"]), []),
      (tea(["disable_comment": "x"]), ["/options/disable_comment wrong_type"]),
      (tea(["disable_duet": true, "disable_stitch": true, "is_aigc": true, "cover_ms": 0]), []),
      (tea(["cover_ms": -1]), ["/options/cover_ms wrong_type"]),
      (tea(["brand_content_toggle": true]), ["/options/brand_content_toggle not_supported"]),
      (tea(["brand_content_toggle": true, "privacy_level": "PUBLIC_TO_EVERYONE"]), []),
      (tea(["auto_add_music": true]), ["/options/auto_add_music unknown_option"]),
      (tea(media: photos(2), ["auto_add_music": true, "photo_cover_index": 1]), []),
      (tea(media: photos(2), ["photo_cover_index": 2]), ["/options/photo_cover_index out_of_range"]),
      (tea(media: [photo], ["disable_duet": true]), ["/options/disable_duet unknown_option"]),
      (tea(["board": 1]), ["/options/board unknown_option"]),
    ] as [(Content, [String])])
  func options(_ content: Content, _ expected: [String]) throws {
    #expect(try violations(content) == expected)
  }

  private func violations(_ content: Content) throws -> [String] {
    let tikTok = try #require(Platforms.rules["tiktok"])
    return tikTok.violations(of: content, at: "").map { "\($0.pointer) \($0.code)" }
  }
}
