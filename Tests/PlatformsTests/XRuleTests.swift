internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Media and options for X are refused before X would refuse them") struct XRuleTests {
  private func violations(_ content: Content) throws -> [String] {
    let connector = try #require(Platforms.rules["x"])
    return connector.violations(of: content, at: "/c").map { "\($0.pointer) \($0.code)" }
  }

  private static let image = Media(url: "https://example.com/1.jpg")
  private static let gif = Media(url: "https://example.com/1.gif?v=1")
  private static let video = Media(url: "https://example.com/1.mp4")

  private static func described(_ count: Int) -> Media {
    Media(url: "https://example.com/1.jpg", altText: String(repeating: "a", count: count))
  }

  @Test(
    "What stands beside what",
    arguments: [
      ([image, image], []), ([gif], []), ([video], []),
      ([image, gif], ["/c/media/1 media_mixed"]),
      ([video, image], ["/c/media/0 media_mixed"]), ([described(1000)], []),
      ([described(1001)], ["/c/media/0/alt_text too_long"]),
    ] as [([Media], [String])])
  func mixed(_ media: [Media], _ expected: [String]) throws {
    #expect(try violations(Content(text: "a", media: media)) == expected)
  }

  private static func known(
    _ type: String, _ bytes: Int64, _ width: Int = 100, _ height: Int = 100, _ duration: Duration? = nil
  ) -> Media {
    Media(
      url: "https://example.com/x",
      facts: Media.Facts(contentType: type, bytes: bytes, width: width, height: height, duration: duration))
  }

  @Test(
    "What is known of media counts, at the limits and one beyond",
    arguments: [
      (known("image/jpeg", 5 << 20), []), (known("image/webp", 5 << 20 + 1), ["/c/media/0 media_too_large"]),
      (known("image/tiff", 1), ["/c/media/0 media_type"]), (known("image/gif", 15 << 20, 1280, 1080), []),
      (known("image/gif", 15 << 20 + 1), ["/c/media/0 media_too_large"]),
      (known("image/gif", 1, 1281, 1), ["/c/media/0 media_dimensions"]),
      (known("image/gif", 1, 1, 1081), ["/c/media/0 media_dimensions"]),
      (known("video/mp4", 4000 << 20, 300, 100, .seconds(1200)), []),
      (known("video/mp4", 4000 << 20 + 1), ["/c/media/0 media_too_large"]),
      (known("video/mp4", 1, 301, 100), ["/c/media/0 media_aspect"]),
      (known("video/mp4", 1, 100, 300), []), (known("video/mp4", 1, 100, 301), ["/c/media/0 media_aspect"]),
      (known("video/mp4", 1, 100, 100, .milliseconds(500)), []),
      (known("video/mp4", 1, 100, 100, .milliseconds(499)), ["/c/media/0 media_duration"]),
      (known("video/mp4", 1, 100, 100, .milliseconds(1_200_001)), ["/c/media/0 media_duration"]),
      (known("video/webm", 1), ["/c/media/0 media_type"]),
    ] as [(Media, [String])])
  func facts(_ media: Media, _ expected: [String]) throws {
    #expect(try violations(Content(text: "a", media: [media])) == expected)
  }

  private static func poll(_ options: [JSON], _ minutes: JSON) -> JSONObject {
    ["poll": ["options": .array(options), "duration_minutes": minutes]]
  }
  private static let long = JSON.string(String(repeating: "a", count: 25))
  private static let tooLong = JSON.string(String(repeating: "a", count: 26))

  @Test(
    "Options are known ones with known values",
    arguments: [
      (["reply_settings": "mentionedUsers", "made_with_ai": true, "paid_partnership": false], []),
      (["reply_settings": "everyone"], ["/c/options/reply_settings unknown_value"]),
      (["made_with_ai": "yes"], ["/c/options/made_with_ai wrong_type"]), (["quote_tweet_id": "19"], []),
      (["quote_tweet_id": "x"], ["/c/options/quote_tweet_id wrong_format"]),
      (poll([long, "b"], 5), []), (poll(["a", "b", "c", "d"], 10_080), []),
      (poll(["a"], 5), ["/c/options/poll/options wrong_value"]),
      (poll(["a", "b", "c", "d", "e"], 5), ["/c/options/poll/options wrong_value"]),
      (poll([tooLong, "b"], 5), ["/c/options/poll/options wrong_value"]),
      (poll(["", "b"], 5), ["/c/options/poll/options wrong_value"]),
      (poll(["a", "b"], 4), ["/c/options/poll/duration_minutes out_of_range"]),
      (poll(["a", "b"], 10_081), ["/c/options/poll/duration_minutes out_of_range"]),
      (["board_id": "1"], ["/c/options/board_id unknown_option"]),
    ] as [(JSONObject, [String])])
  func options(_ options: JSONObject, _ expected: [String]) throws {
    #expect(try violations(Content(text: "a", options: options)) == expected)
  }

  @Test("A poll, media and a quoted post exclude one another; a quoted post needs no text")
  func exclusive() throws {
    let poll = Self.poll(["a", "b"], 5)
    #expect(
      try violations(Content(text: "a", media: [Self.image], options: poll)) == ["/c/options media_mixed"])
    #expect(try violations(Content(text: "", options: ["quote_tweet_id": "1"])).isEmpty)
    #expect(try violations(Content(text: "$A and $B")) == ["/c/text too_many_cashtags"])
    #expect(try violations(Content(text: "$A for $5")).isEmpty)
  }

  @Test("Options go with the first part only")
  func sent() throws {
    let x = try PlatformFixture("x", answering: .json(201, #"{"data":{"id":"1"}}"#))
    let content = Content(text: "one", thread: ["two"], options: ["reply_settings": "following"])
    _ = try x.connector.publish(x.publication(content), step: 0, timeout: .seconds(5))
    _ = try x.connector.publish(
      x.publication(content, handle: ["posted": ["1"]]), step: 1, timeout: .seconds(5))
    let bodies = try x.server.requests.map { try JSON(parsing: $0.body) }
    #expect(bodies[0] == ["text": "one", "reply_settings": "following"])
    #expect(bodies[1] == ["text": "two", "reply": ["in_reply_to_tweet_id": "1"]])
  }
}
