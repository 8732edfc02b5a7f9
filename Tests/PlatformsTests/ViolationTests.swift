internal import Core
internal import Platforms
internal import Testing

@Suite("Content is refused before a platform would refuse it") struct ViolationTests {
  /// What a platform says of content: pointer and code of each complaint.
  private func violations(_ platform: String, _ content: Content) throws -> [String] {
    let connector = try #require(Platforms.rules[platform])
    return connector.violations(of: content, at: "/content").map { "\($0.pointer) \($0.code)" }
  }

  private static func images(_ count: Int) -> [Media] {
    (0..<count).map { Media(url: "https://example.com/\($0).jpg") }
  }
  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }
  private static func words(_ mark: String, _ count: Int) -> String {
    (0..<count).map { "\(mark)w\($0)" }.joined(separator: " ")
  }

  @Test(
    "X, at its limits and one beyond",
    arguments: [
      (Content(text: text(280)), []), (Content(text: text(281)), ["/content/text too_long"]),
      (Content(text: String(repeating: "語", count: 140)), []),
      (Content(text: String(repeating: "語", count: 140) + "a"), ["/content/text too_long"]),
      (Content(text: text(255), link: "https://example.com/" + text(300)), []),
      (Content(text: text(256), link: "https://example.com"), ["/content/text too_long"]),
      (Content(text: ""), ["/content/text text_required"]), (Content(text: "", media: images(1)), []),
      (Content(text: "", link: "https://example.com"), []), (Content(text: "a", media: images(4)), []),
      (Content(text: "a", media: images(5)), ["/content/media too_many"]),
      (Content(text: "a", thread: [text(280), text(280)]), []),
      (
        Content(text: "a", thread: ["b", text(281), text(300)]),
        ["/content/thread/1 too_long", "/content/thread/2 too_long"]
      ),
      (
        Content(text: text(281), media: images(5), thread: [text(281)]),
        ["/content/text too_long", "/content/media too_many", "/content/thread/0 too_long"]
      ),
    ] as [(Content, [String])])
  func x(_ content: Content, _ expected: [String]) throws {
    #expect(try violations("x", content) == expected)
  }

  @Test(
    "Instagram, at its limits and one beyond",
    arguments: [
      (Content(text: "a", media: images(1)), []), (Content(text: "", media: images(10)), []),
      (Content(text: "a"), ["/content/media media_required"]),
      (Content(text: "a", media: images(11)), ["/content/media too_many"]),
      (Content(text: text(2200), media: images(1)), []),
      (Content(text: text(2201), media: images(1)), ["/content/text too_long"]),
      (Content(text: text(2200), media: images(1), link: "https://a.io"), ["/content/text too_long"]),
      (Content(text: words("#", 30), media: images(1)), []),
      (Content(text: words("#", 31), media: images(1)), ["/content/text too_many_hashtags"]),
      (Content(text: words("@", 20), media: images(1)), []),
      (Content(text: words("@", 21), media: images(1)), ["/content/text too_many_mentions"]),
      (Content(text: "# @ a#b a@b.c", media: images(1)), []),
      (Content(text: "a", media: [Media(url: "https://a.io/v.mp4?x=1")]), []),
      (Content(text: "a", media: images(1) + [Media(url: "https://a.io/v.MOV#t")]), []),
      (Content(text: "a", media: images(1), thread: ["b"]), ["/content/thread not_supported"]),
    ] as [(Content, [String])])
  func instagram(_ content: Content, _ expected: [String]) throws {
    #expect(try violations("instagram", content) == expected)
  }

  @Test("Every platform is known by its id, and no other") func platforms() {
    #expect(
      Platforms.rules.all.map(\.id) == [
        "x", "instagram", "facebook", "linkedin", "pinterest", "tiktok", "youtube",
      ])
    #expect(Platforms.rules["X"] == nil)
    #expect(Platforms.rules["myspace"] == nil)
  }
}

@Suite("An account's variant is laid over the base content") struct ContentTests {
  private let base = Content(
    text: "base", media: [Media(url: "https://a.io/1.jpg")], link: "https://a.io", thread: ["more"])

  @Test("Only what the variant names is replaced")
  func applying() {
    #expect(base.applying(variant: [:]) == base)
    #expect(base.applying(variant: ["text": "other"]).text == "other")
    #expect(base.applying(variant: ["text": "other"]).media == base.media)
    #expect(base.applying(variant: ["link": .null]).link == nil)
    #expect(base.applying(variant: ["thread": []]).thread.isEmpty)
    #expect(
      base.applying(variant: ["media": [["url": "https://b.io/2.jpg"]]]).media == [
        Media(url: "https://b.io/2.jpg")
      ])
  }

  @Test("Content survives being stored") func stored() {
    #expect(Content(stored: base.json) == base)
    #expect(Content(stored: [:]) == Content(text: ""))
  }

  @Test("The link is put behind the text unless the text has it") func link() {
    #expect(base.textWithLink == "base\n\nhttps://a.io")
    #expect(Content(text: "see https://a.io", link: "https://a.io").textWithLink == "see https://a.io")
    #expect(Content(text: "", link: "https://a.io").textWithLink == "https://a.io")
  }
}
