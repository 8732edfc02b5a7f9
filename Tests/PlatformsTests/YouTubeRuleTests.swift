internal import Core
internal import Platforms
internal import Testing

@Suite("YouTube's rules, at their limits and one beyond") struct YouTubeRuleTests {
  private static let video: Media = Media(url: "https://a.io/v.mp4")

  private static func tea(
    text: String = "", title: String? = "Tea", media: [Media] = [video], link: String? = nil,
    thread: [String] = [], comment: String? = nil, _ options: JSONObject = [:]
  ) -> Content {
    Content(
      text: text, media: media, link: link, thread: thread, title: title, firstComment: comment,
      options: options)
  }

  private static func file(
    bytes: Int64 = 1, width: Int = 9, height: Int = 16, seconds: Int64 = 1, type: String = "video/mp4"
  ) -> [Media] {
    let facts = Media.Facts(
      contentType: type, bytes: bytes, width: width, height: height, duration: .seconds(seconds))
    return [Media(url: "https://a.io/v", facts: facts)]
  }

  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }

  @Test(
    "Content is refused before YouTube would refuse it",
    arguments: [
      (tea(), []), (tea(title: text(99)), []), (tea(title: text(100)), []),
      (tea(title: text(101)), ["/title too_long"]), (tea(title: nil), ["/title text_required"]),
      (tea(title: " "), ["/title text_required"]), (tea(title: "a<b"), ["/title invalid_character"]),
      (tea(title: "a>b"), ["/title invalid_character"]), (tea(text: text(4999)), []),
      (tea(text: text(5000)), []), (tea(text: text(5001)), ["/text too_long"]),
      (tea(text: String(repeating: "é", count: 2500)), []),
      (tea(text: String(repeating: "é", count: 2500) + "a"), ["/text too_long"]),
      (tea(text: text(4986), link: "https://a.io"), []),
      (tea(text: text(4987), link: "https://a.io"), ["/text too_long"]),
      (tea(text: "a > b"), ["/text invalid_character"]),
      (tea(media: []), ["/media media_required"]),
      (tea(media: [Media(url: "https://a.io/a.jpg")]), ["/media media_required"]),
      (tea(media: [video, video]), ["/media too_many"]),
      (tea(thread: ["b"]), ["/thread not_supported"]),
      (tea(comment: text(10_000)), []), (tea(comment: text(10_001)), ["/first_comment too_long"]),
      (tea(comment: "a", ["made_for_kids": true]), ["/first_comment not_supported"]),
      (tea(media: file(bytes: 256_000_000_000)), []),
      (tea(media: file(bytes: 256_000_000_001)), ["/media/0 too_large"]),
      (tea(media: file(seconds: 43_200)), []), (tea(media: file(seconds: 43_201)), ["/media/0 too_long"]),
      (tea(media: file(type: "image/png")), ["/media media_required"]),
    ] as [(Content, [String])])
  func rules(_ content: Content, _ expected: [String]) throws {
    #expect(try violations(content) == expected)
  }

  @Test(
    "Options are refused before YouTube would refuse them",
    arguments: [
      (tea(["privacy_status": "private", "license": "youtube", "kind": "video", "category_id": "1"]), []),
      (tea(["privacy_status": "secret"]), ["/options/privacy_status unknown_value"]),
      (tea(["privacy_status": 1]), ["/options/privacy_status unknown_value"]),
      (tea(["license": "mit"]), ["/options/license unknown_value"]),
      (tea(["kind": "reel"]), ["/options/kind unknown_value"]),
      (tea(["made_for_kids": "no"]), ["/options/made_for_kids wrong_type"]),
      (tea(["embeddable": 1]), ["/options/embeddable wrong_type"]),
      (tea(["contains_synthetic_media": "x"]), ["/options/contains_synthetic_media wrong_type"]),
      (tea(["notify_subscribers": "x"]), ["/options/notify_subscribers wrong_type"]),
      (tea(["category_id": 22]), ["/options/category_id wrong_type"]),
      (tea(["category_id": "x"]), ["/options/category_id wrong_type"]),
      (tea(["language": ""]), ["/options/language wrong_type"]),
      (tea(["board": "x"]), ["/options/board unknown_option"]),
      (tea(["tags": "a"]), ["/options/tags wrong_type"]), (tea(["tags": [""]]), ["/options/tags wrong_type"]),
      (tea(["tags": ["a", 1]]), ["/options/tags wrong_type"]),
      (tea(["tags": ["a<b"]]), ["/options/tags invalid_character"]),
      (tea(["tags": [.string(text(500))]]), []),
      (tea(["tags": [.string(text(501))]]), ["/options/tags too_long"]),
      // A comma between two, quotes around what has a space.
      (tea(["tags": [.string(text(300)), .string(text(199))]]), []),
      (tea(["tags": [.string(text(300)), .string(text(200))]]), ["/options/tags too_long"]),
      (tea(["tags": [.string("a " + text(496))]]), []),
      (tea(["tags": [.string("a " + text(497))]]), ["/options/tags too_long"]),
    ] as [(Content, [String])])
  func options(_ content: Content, _ expected: [String]) throws {
    #expect(try violations(content) == expected)
  }

  @Test(
    "A Short is upright or square and three minutes at most",
    arguments: [
      (file(width: 9, height: 16, seconds: 180), []), (file(width: 9, height: 9, seconds: 179), []),
      (file(width: 9, height: 16, seconds: 181), ["/media/0 too_long"]),
      (file(width: 10, height: 9), ["/media/0 aspect_ratio"]), ([video], []),
    ] as [([Media], [String])])
  func shorts(_ media: [Media], _ expected: [String]) throws {
    #expect(try violations(Self.tea(media: media, ["kind": "short"])) == expected)
  }

  private func violations(_ content: Content) throws -> [String] {
    let youTube = try #require(Platforms.rules["youtube"])
    return youTube.violations(of: content, at: "").map { "\($0.pointer) \($0.code)" }
  }
}
