internal import Core
internal import Platforms
internal import Testing

@Suite("Content for LinkedIn is refused before LinkedIn would refuse it") struct LinkedInRuleTests {
  /// Pointer and code of each complaint.
  private func violations(_ content: Content) throws -> [String] {
    let connector = try #require(Platforms.rules["linkedin"])
    return connector.violations(of: content, at: "/c").map { "\($0.pointer) \($0.code)" }
  }

  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }
  private static func images(_ count: Int) -> [Media] {
    (0..<count).map { Media(url: "https://example.com/\($0).jpg") }
  }
  private static func described(_ length: Int) -> [Media] {
    [Media(url: "https://example.com/1.jpg", altText: text(length))]
  }
  private static let video = Media(url: "https://example.com/v.mp4")
  private static func card(_ title: Int = 5, _ options: JSONObject = [:]) -> Content {
    Content(text: "", link: "https://example.com", title: text(title), options: options)
  }

  @Test(
    "At its limits and one beyond",
    arguments: [
      (Content(text: text(2999)), []), (Content(text: text(3000)), []),
      (Content(text: text(3001)), ["/c/text too_long"]),
      // Escapes do not count, characters beyond the first plane count two.
      (Content(text: String(repeating: "#", count: 3000)), []),
      (Content(text: String(repeating: "👋", count: 1500)), []),
      (Content(text: String(repeating: "👋", count: 1501)), ["/c/text too_long"]),
      (Content(text: text(2979), link: "https://example.com"), []),
      (Content(text: text(2980), link: "https://example.com"), ["/c/text too_long"]),
      (Content(text: text(3000), link: "https://example.com", title: "Menu"), []),
      (Content(text: ""), ["/c/text text_required"]), (card(), []), (card(400), []),
      (card(401), ["/c/title too_long"]),
      (Content(text: "", media: images(1)), []), (Content(text: "a", media: images(20)), []),
      (Content(text: "a", media: images(21)), ["/c/media too_many"]),
      (Content(text: "a", media: described(4086)), []),
      (Content(text: "a", media: described(4087)), ["/c/media/0/alt_text too_long"]),
      (Content(text: "a", media: [video]), []),
      (Content(text: "a", media: images(1) + [video]), ["/c/media/1 media_mixed"]),
      (Content(text: "a", media: [video, video]), ["/c/media/0 media_mixed", "/c/media/1 media_mixed"]),
      (Content(text: "a", firstComment: text(1250)), []),
      (Content(text: "a", firstComment: text(1251)), ["/c/first_comment too_long"]),
      (Content(text: "a", thread: ["b"]), ["/c/thread not_supported"]),
      (
        Content(text: "a", thread: ["b"], title: text(401), firstComment: text(1251)),
        ["/c/title too_long", "/c/first_comment too_long", "/c/thread not_supported"]
      ),
    ] as [(Content, [String])])
  func limits(_ content: Content, _ expected: [String]) throws {
    #expect(try violations(content) == expected)
  }

  @Test(
    "Options are known ones with known values, and those of a card need one",
    arguments: [
      (Content(text: "a", options: ["visibility": "CONNECTIONS", "is_reshare_disabled": true]), []),
      (Content(text: "a", options: ["visibility": "FRIENDS"]), ["/c/options/visibility unknown_value"]),
      (Content(text: "a", options: ["visibility": 1]), ["/c/options/visibility unknown_value"]),
      (
        Content(text: "a", options: ["is_reshare_disabled": "no"]),
        ["/c/options/is_reshare_disabled wrong_type"]
      ),
      (card(5, ["description": .string(text(4086)), "thumbnail_url": "https://a.io/t.jpg"]), []),
      (card(5, ["description": .string(text(4087))]), ["/c/options/description too_long"]),
      (card(5, ["description": 1]), ["/c/options/description wrong_type"]),
      (card(5, ["thumbnail_url": "ftp://a.io/t"]), ["/c/options/thumbnail_url wrong_format"]),
      (
        Content(text: "a", options: ["thumbnail_url": "https://a.io/t.jpg"]),
        ["/c/options/thumbnail_url not_supported"]
      ),
      (Content(text: "a", options: ["board_id": "1"]), ["/c/options/board_id unknown_option"]),
    ] as [(Content, [String])])
  func options(_ content: Content, _ expected: [String]) throws {
    #expect(try violations(content) == expected)
  }

  private static func image(_ bytes: Int64, _ width: Int, _ height: Int, _ type: String = "image/png")
    -> Media
  {
    Media(
      url: "https://example.com/x",
      facts: Media.Facts(contentType: type, bytes: bytes, width: width, height: height))
  }

  private static func video(_ bytes: Int64, _ duration: Duration, _ type: String = "video/mp4") -> Media {
    Media(
      url: "https://example.com/x",
      facts: Media.Facts(contentType: type, bytes: bytes, width: 640, height: 360, duration: duration))
  }

  @Test(
    "What is known of media counts",
    arguments: [
      (image(8 << 20, 10, 10), []), (image(8 << 20 + 1, 10, 10), ["/c/media/0 media_too_large"]),
      // 36,152,320 = 6,160 × 5,868.86…: the product is what counts.
      (image(1, 36_152_319, 1), []), (image(1, 36_152_320, 1), ["/c/media/0 media_dimensions"]),
      (image(1, 1, 36_152_321), ["/c/media/0 media_dimensions"]),
      (image(1, 1, 1, "image/gif"), []), (image(1, 1, 1, "image/webp"), ["/c/media/0 media_type"]),
      (video(76_800, .seconds(3)), []), (video(76_799, .seconds(3)), ["/c/media/0 media_too_small"]),
      (video(500_000_000, .seconds(1800)), []),
      (video(500_000_001, .seconds(1800)), ["/c/media/0 media_too_large"]),
      (video(100_000, .milliseconds(2999)), ["/c/media/0 media_duration"]),
      (video(100_000, .milliseconds(1_800_001)), ["/c/media/0 media_duration"]),
      (video(100_000, .seconds(5), "video/quicktime"), ["/c/media/0 media_type"]),
    ] as [(Media, [String])])
  func media(_ media: Media, _ expected: [String]) throws {
    #expect(try violations(Content(text: "a", media: [media])) == expected)
  }
}
