internal import Core
internal import HTTPServer
internal import Platforms
internal import Testing

@Suite("An id that a person names is looked up at its platform") struct FindTests {
  private func find(
    _ platform: String, _ id: String, _ answer: HTTPReply?, _ content: Content = Content(text: "Hi")
  )
    throws -> Sighting
  {
    let fixture = try PlatformFixture(platform, answering: answer)
    let remoteID = try #require(fixture.connector.remoteID(id))
    return try fixture.connector.find(remoteID, of: fixture.publication(content))
  }

  private static let time = Instant("2029-12-31T15:04:05Z")

  @Test("What the account made is found, with its time and address")
  func found() throws {
    #expect(
      try find(
        "x", "77",
        .json(200, #"{"data":{"id":"77","author_id":"42","created_at":"2029-12-31T15:04:05.000Z"}}"#))
        == .found(madeAt: Self.time, permalink: "https://x.com/cafe/status/77"))
    #expect(
      try find(
        "facebook", "42_7",
        .json(
          200,
          #"{"id":"42_7","from":{"id":"42"},"created_time":"2029-12-31T15:04:05+0000","permalink_url":"https://www.facebook.com/42/posts/7"}"#
        )) == .found(madeAt: Self.time, permalink: "https://www.facebook.com/42/posts/7"))
    #expect(
      try find(
        "instagram", "9",
        .json(
          200,
          #"{"id":"9","owner":{"id":"42"},"timestamp":"2029-12-31T15:04:05+0000","permalink":"https://www.instagram.com/p/a/"}"#
        )) == .found(madeAt: Self.time, permalink: "https://www.instagram.com/p/a/"))
    #expect(
      try find(
        "linkedin", "urn:li:share:7",
        .json(200, #"{"id":"urn:li:share:7","author":"42","createdAt":1893423845000}"#))
        == .found(
          madeAt: Self.time, permalink: "https://www.linkedin.com/feed/update/urn:li:share:7/"))
    #expect(
      try find(
        "pinterest", "5", .json(200, #"{"id":"5","is_owner":true,"created_at":"2029-12-31T15:04:05"}"#))
        == .found(madeAt: Self.time, permalink: "https://www.pinterest.com/pin/5/"))
    #expect(
      try find(
        "youtube", "dQw4w9WgXcQ",
        .json(
          200,
          #"{"items":[{"id":"dQw4w9WgXcQ","snippet":{"channelId":"42","publishedAt":"2029-12-31T15:04:05Z"}}]}"#
        ))
        == .found(madeAt: Self.time, permalink: "https://www.youtube.com/watch?v=dQw4w9WgXcQ"))
  }

  @Test(
    "What is another's, or not there, is not found",
    arguments: [
      ("x", "77", 200, #"{"data":{"id":"77","author_id":"43"}}"#),
      ("x", "77", 200, #"{"errors":[{"title":"Not Found Error"}]}"#),
      ("facebook", "43_7", 200, #"{"id":"43_7","from":{"id":"43"}}"#),
      ("facebook", "42_7", 200, #"{"id":"42_7","from":{"id":"43"}}"#),
      ("facebook", "7", 400, #"{"error":{"code":100,"error_subcode":33,"message":"m"}}"#),
      ("facebook", "7", 200, #"{"id":"7","from":{"id":"42"},"published":false}"#),
      (
        "instagram", "9", 200,
        #"{"id":"9","owner":{"id":"43"},"username":"cafe","permalink":"https://www.instagram.com/p/a/"}"#
      ),
      ("instagram", "9", 400, #"{"error":{"code":100,"message":"nonexisting field"}}"#),
      ("linkedin", "urn:li:share:7", 200, #"{"id":"urn:li:share:7","author":"urn:li:organization:43"}"#),
      ("x", "77", 200, #"{"data":{"id":"78","author_id":"42"}}"#),
      ("facebook", "42_7", 200, #"{"id":"42_8","from":{"id":"42"}}"#),
      (
        "instagram", "9", 200,
        #"{"id":"8","owner":{"id":"42"},"permalink":"https://www.instagram.com/p/a/"}"#
      ),
      ("linkedin", "urn:li:share:7", 200, #"{"id":"urn:li:share:8","author":"42"}"#),
      ("linkedin", "urn:li:share:7", 200, #"{"author":"42"}"#),
      ("pinterest", "5", 200, #"{"id":"6","is_owner":true}"#),
      ("youtube", "dQw4w9WgXcQ", 200, #"{"items":[{"id":"aaaaaaaaaaa","snippet":{"channelId":"42"}}]}"#),
      ("linkedin", "urn:li:share:7", 404, #"{"status":404,"message":"m"}"#),
      ("pinterest", "5", 200, #"{"id":"5","is_owner":false}"#),
      ("pinterest", "5", 404, #"{"code":50,"message":"Pin not found."}"#),
      ("youtube", "dQw4w9WgXcQ", 200, #"{"items":[]}"#),
      ("youtube", "dQw4w9WgXcQ", 200, #"{"items":[{"id":"dQw4w9WgXcQ","snippet":{"channelId":"43"}}]}"#),
    ])
  func none(_ platform: String, _ id: String, _ status: Int, _ body: String) throws {
    #expect(try find(platform, id, .json(status, body)) == .none)
  }

  @Test(
    "A platform that gives no answer has not said no",
    arguments: ["x", "facebook", "instagram", "linkedin", "pinterest"])
  func silent(_ platform: String) throws {
    let id = platform == "linkedin" ? "urn:li:share:7" : platform == "facebook" ? "42_7" : "7"
    #expect(throws: PlatformError.self) { try find(platform, id, nil) }
    #expect(throws: PlatformError.self) { try find(platform, id, .json(503, "{}")) }
  }

  @Test("The address of another post is nobody's") func otherAddress() throws {
    for (platform, id) in [("facebook", "42_7"), ("instagram", "9")] {
      let fixture = try PlatformFixture(
        platform,
        answering: .json(
          200, #"{"id":"8","permalink":"https://www.instagram.com/p/a/","permalink_url":"/42/posts/8"}"#))
      #expect(try fixture.connector.permalink(fixture.publication(), remoteID: id) == nil)
    }
  }

  @Test("TikTok tells of what it gave a number to, and of nothing else") func tikTok() throws {
    #expect(try find("tiktok", "73", .json(200, "{}")) == .untold)
  }
}
