internal import Core
internal import Platforms
internal import Testing

@Suite("Instagram's media and options are refused before Instagram would refuse them")
struct InstagramRuleTests {
  private static let image = Media(url: "https://example.com/a.jpg")
  private static let video = Media(url: "https://example.com/a.mp4")

  private static func image(
    _ width: Int, _ height: Int, bytes: Int64 = 1000, _ type: String = "image/jpeg"
  ) -> Media {
    Media(
      url: "https://example.com/a",
      facts: Media.Facts(contentType: type, bytes: bytes, width: width, height: height))
  }

  private static func video(_ milliseconds: Int64, width: Int = 1080, bytes: Int64 = 1000) -> Media {
    Media(
      url: "https://example.com/a",
      facts: Media.Facts(
        contentType: "video/mp4", bytes: bytes, width: width, height: 1920,
        duration: .milliseconds(milliseconds)))
  }

  private static func post(_ media: Media..., options: JSONObject = [:]) -> Content {
    Content(text: "a", media: media, options: options)
  }

  private static func story(_ media: Media...) -> Content {
    Content(text: "", media: media, options: ["kind": "story"])
  }

  private static func altText(_ count: Int) -> Media {
    Media(url: "https://example.com/a.jpg", altText: String(repeating: "a", count: count))
  }

  @Test(
    "At its limits, one under and one beyond",
    arguments: [
      (post(image(800, 1000)), []), (post(image(790, 1000)), ["/media/0 media_dimensions"]),
      (post(image(1910, 1000)), []), (post(image(1920, 1000)), ["/media/0 media_dimensions"]),
      (post(image(10, 10, bytes: 8 << 20)), []),
      (post(image(10, 10, bytes: (8 << 20) + 1)), ["/media/0 media_too_large"]),
      (post(image, image(10, 10, "image/png")), ["/media/1 media_type"]),
      (post(altText(1000)), []), (post(altText(1001)), ["/media/0/alt_text too_long"]),
      (post(video(3000)), []), (post(video(2999)), ["/media/0 media_duration"]),
      (post(video(900_000)), []), (post(video(900_001)), ["/media/0 media_duration"]),
      (post(video(5000, width: 1920)), []), (post(video(5000, width: 1921)), ["/media/0 media_dimensions"]),
      (post(video(5000, bytes: 300 << 20)), []),
      (post(video(5000, bytes: (300 << 20) + 1)), ["/media/0 media_too_large"]),
      (post(video, options: ["kind": "reel"]), []),
      (post(image, options: ["kind": "reel"]), ["/media media_required"]),
      (post(video, video, options: ["kind": "reel"]), ["/media media_required"]),
      (post(video, options: ["share_to_feed": true]), []),
      (post(video, options: ["share_to_feed": "yes"]), ["/options/share_to_feed wrong_type"]),
      (post(image, options: ["share_to_feed": true]), ["/options/share_to_feed not_supported"]),
      (post(image, options: ["kind": "film"]), ["/options/kind unknown_value"]),
      (post(image, options: ["cover": "1"]), ["/options/cover unknown_option"]),
      (story(image(1080, 1920)), []), (story(video(60_000)), []),
      (story(video(60_001)), ["/media/0 media_duration"]),
      (story(video(5000, bytes: (100 << 20) + 1)), ["/media/0 media_too_large"]),
      (story(image, image), ["/media too_many"]),
      (
        Content(text: "a", media: [image], firstComment: "b", options: ["kind": "story"]),
        ["/text not_supported", "/first_comment not_supported"]
      ),
    ] as [(Content, [String])])
  func limits(_ content: Content, _ expected: [String]) throws {
    let instagram = try #require(Platforms.rules["instagram"])
    #expect(instagram.violations(of: content, at: "").map { "\($0.pointer) \($0.code)" } == expected)
  }
}
