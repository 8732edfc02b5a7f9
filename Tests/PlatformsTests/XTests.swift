internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("X is asked in X's words") struct XTests {
  private static let created = HTTPReply.json(201, #"{"data":{"id":"1001","text":"Hello"}}"#)

  @Test("A post is one request with its text and its uploaded media")
  func publish() throws {
    let x = try PlatformFixture("x", answering: Self.created)
    let published = try x.connector.publish(
      x.publication(Content(text: "Hello", link: "https://a.io"), handle: ["media_ids": ["m1", "m2"]]),
      step: 0,
      timeout: .seconds(5))
    #expect(
      published
        == .published(Published(remoteID: "1001", permalink: "https://x.com/cafe/status/1001")))
    let request = try #require(x.server.requests.first)
    #expect(request.method == "POST")
    #expect(request.path == "/api.x.com/2/tweets")
    #expect(request.header("authorization") == "Bearer token")
    #expect(
      try JSON(parsing: request.body) == [
        "text": "Hello\n\nhttps://a.io", "media": ["media_ids": ["m1", "m2"]],
      ])
  }

  @Test("A part of a thread answers the part before it")
  func thread() throws {
    let x = try PlatformFixture("x", answering: Self.created)
    let content = Content(text: "one", thread: ["two", "three"])
    #expect(x.connector.steps(of: content) == 3)
    _ = try x.connector.publish(
      x.publication(content, handle: ["posted": ["1", "2"], "media_ids": ["m1"]]), step: 2,
      timeout: .seconds(5))
    let body = try JSON(parsing: try #require(x.server.requests.first).body)
    #expect(body == ["text": "three", "reply": ["in_reply_to_tweet_id": "2"]])
  }

  @Test(
    "A post is recognised although X has rewritten its text",
    arguments: [
      ("Fish & <chips>", "Fish &amp; &lt;chips&gt;"), ("see https://a.io now", "see https://t.co/abc now"),
      ("see example.com now", "see https://t.co/abc now"), ("a\n\nb", "a\n\nb"),
      ("at https://a.io.", "at https://t.co/x."), ("https://a.io", "https://t.co/x"),
      ("Example.com, ok", "https://t.co/x, ok"), ("e\u{301}", "é"),
    ])
  func readBack(_ sent: String, _ echoed: String) throws {
    #expect(try look(for: Content(text: sent), among: echoed) == .found(["7"]))
  }

  @Test("The link to its media stands behind the text of a post that has media, and of no other")
  func mediaLink() throws {
    let echoed = "photo https://t.co/pic"
    #expect(
      try look(for: Content(text: "photo", media: [Media(url: "https://a.io/1.jpg")]), among: echoed)
        == .found(["7"])
    )
    #expect(try look(for: Content(text: "photo"), among: echoed) == .absent)
    #expect(try look(for: Content(text: "phot"), among: "photo") == .absent)
  }

  private func look(for content: Content, among echoed: String) throws -> ReadBack {
    let body: JSON = [
      "data": [["id": "7", "text": .string(echoed)], ["id": "6", "text": "something else"]], "meta": [:],
    ]
    let x = try PlatformFixture("x", answering: .json(200, body.text))
    return try x.connector.readBack(x.publication(content), step: 0, since: .now())
  }

  @Test("A post that is on no page is absent; every page is looked at")
  func pages() throws {
    let x = try PlatformFixture("x") { request in
      request.query.contains("pagination_token=p2")
        ? .json(200, #"{"data":[{"id":"1","text":"other"}],"meta":{}}"#)
        : .json(200, #"{"data":[{"id":"2","text":"another"}],"meta":{"next_token":"p2"}}"#)
    }
    #expect(try x.connector.readBack(x.publication(), step: 0, since: .now()) == .absent)
    #expect(x.server.requests.count == 2)
  }

  @Test("Images are uploaded one at a time, and only images")
  func prepare() throws {
    let x = try PlatformFixture("x") { request in
      if request.path == "/pixel.png" { return HTTPReply(status: 200, body: [0x89, 0x50, 0x4E, 0x47, 0, 1]) }
      if request.path == "/page.html" { return HTTPReply(status: 200, body: Array("<html>".utf8)) }
      return .json(200, #"{"data":{"id":"m9"}}"#)
    }
    let image = x.server.url + "/pixel.png"
    let first = try x.connector.prepare(
      x.publication(Content(text: "", media: [Media(url: image), Media(url: image)])))
    #expect(first == .progressed(["media_ids": ["m9"]]))
    let done = try x.connector.prepare(
      x.publication(Content(text: "", media: [Media(url: image)]), handle: ["media_ids": ["m9"]]))
    #expect(done == .ready)
    let error = try #require(throws: PlatformError.self) {
      try x.connector.prepare(
        x.publication(Content(text: "", media: [Media(url: x.server.url + "/page.html")])))
    }
    #expect(error.kind == .mediaRejected)
  }

  @Test(
    "Media at an address inside is not fetched",
    arguments: ["http://127.0.0.1:9/a.png", "http://[::1]:9/a", "http://localhost:9/a"])
  func innerAddresses(_ url: String) throws {
    let x = try PlatformFixture("x", answering: Self.created)
    let error = try #require(throws: PlatformError.self) {
      try x.connector.prepare(x.publication(Content(text: "", media: [Media(url: url)])))
    }
    #expect(error.code == "private_address")
    #expect(error.detail.contains("not a public one"))
    #expect(x.server.requests.isEmpty)
  }
}
