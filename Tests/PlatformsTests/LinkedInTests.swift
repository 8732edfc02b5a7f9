internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("LinkedIn is asked in LinkedIn's words") struct LinkedInTests {
  private static let created = HTTPReply(status: 201, headers: [("x-restli-id", "urn:li:share:7001")])
  private static let page = RemoteIdentity(remoteID: "urn:li:organization:123", name: "Cafe")

  private func publication(_ content: Content, _ handle: JSONObject = [:]) -> Publication {
    Publication(
      content: content, identity: Self.page,
      grant: Grant(accessToken: "token", refreshToken: nil, expiresAt: nil), handle: handle)
  }

  private func body(_ request: HTTPRequest?) throws -> JSON { try JSON(parsing: try #require(request).body) }

  /// What is sent for the content.
  private func posted(_ content: Content, _ handle: JSONObject = [:]) throws -> JSON {
    let linkedIn = try PlatformFixture("linkedin", answering: Self.created)
    _ = try linkedIn.connector.publish(publication(content, handle), step: 0, timeout: .seconds(5))
    return try body(linkedIn.server.requests.first)
  }

  @Test("A post is one request with the version, whose answer has no body")
  func publish() throws {
    let linkedIn = try PlatformFixture("linkedin", answering: Self.created)
    let outcome = try linkedIn.connector.publish(
      publication(Content(text: "Hello", link: "https://a.io")), step: 0, timeout: .seconds(5))
    let address = "https://www.linkedin.com/feed/update/urn:li:share:7001/"
    #expect(outcome == .published(Published(remoteID: "urn:li:share:7001", permalink: address)))
    let request = try #require(linkedIn.server.requests.first)
    #expect(request.method == "POST" && request.path == "/api.linkedin.com/rest/posts")
    #expect(request.header("authorization") == "Bearer token")
    #expect(request.header("linkedin-version") == "202609")
    #expect(request.header("x-restli-protocol-version") == "2.0.0")
    #expect(
      try body(request) == [
        "author": "urn:li:organization:123", "commentary": "Hello\n\nhttps://a.io", "visibility": "PUBLIC",
        "distribution": [
          "feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": [],
        ], "lifecycleState": "PUBLISHED", "isReshareDisabledByAuthor": false,
      ])
  }

  @Test(
    "Reserved characters are escaped, hashtags and mentions stay what they are",
    arguments: [
      ("a_b*c~d", "a\\_b\\*c\\~d"), ("(x) [y] {z} <w> |", "\\(x\\) \\[y\\] \\{z\\} \\<w\\> \\|"),
      ("C:\\dir", "C:\\\\dir"), ("me@a.io", "me\\@a.io"), ("Now #spring!", "Now {hashtag|\\#|spring}!"),
      ("#Frühling2026 #二月", "{hashtag|\\#|Frühling2026} {hashtag|\\#|二月}"),
      ("C# a#b #1 # #a_b", "C\\# a\\#b \\#1 \\# \\#a\\_b"),
      ("by @[Cafe Ana](urn:li:organization:9)!", "by @[Cafe Ana](urn:li:organization:9)!"),
      ("@[a](b)", "\\@\\[a\\]\\(b\\)"), ("@[a](urn:li:person:x", "\\@\\[a\\]\\(urn:li:person:x"),
      // A mark on a reserved character does not hide it.
      ("_\u{301}", "\\_\u{301}"),
    ])
  func escaping(_ text: String, _ commentary: String) throws {
    #expect(try posted(Content(text: text))["commentary"]?.string == commentary)
  }

  @Test("Each kind of attachment has its own form")
  func attachments() throws {
    let image = Media(url: "https://a.io/1.jpg", altText: "A cup")
    let plain = Media(url: "https://a.io/2.jpg")
    let video = Media(url: "https://a.io/1.mp4")
    #expect(
      try posted(Content(text: "a", media: [image]), ["media": ["urn:li:image:1"]])["content"]
        == ["media": ["id": "urn:li:image:1", "altText": "A cup"]])
    #expect(
      try posted(Content(text: "a", media: [image, plain]), ["media": ["i1", "i2"]])["content"]
        == ["multiImage": ["images": [["id": "i1", "altText": "A cup"], ["id": "i2"]]]])
    #expect(
      try posted(Content(text: "a", media: [video], title: "Clip"), ["media": ["v1"]])["content"]
        == ["media": ["id": "v1", "title": "Clip"]])
    let card = Content(
      text: "a", link: "https://a.io", title: "Menu",
      options: ["description": "All day", "visibility": "LOGGED_IN"])
    let sent = try posted(card, ["thumbnail": "i3"])
    #expect(
      sent["content"]
        == [
          "article": ["source": "https://a.io", "title": "Menu", "description": "All day", "thumbnail": "i3"]
        ])
    #expect(sent["commentary"]?.string == "a" && sent["visibility"]?.string == "LOGGED_IN")
  }

  @Test("The first comment is a second step, below the post")
  func comment() throws {
    let urn = "urn:li:comment:(urn:li:share:7001,8)"
    let linkedIn = try PlatformFixture(
      "linkedin", answering: .json(201, #"{"id":"8","commentUrn":"\#(urn)"}"#))
    let content = Content(text: "a", firstComment: "First #one!")
    #expect(
      linkedIn.connector.steps(of: content) == 2 && linkedIn.connector.steps(of: Content(text: "a")) == 1)
    let outcome = try linkedIn.connector.publish(
      publication(content, ["posted": ["urn:li:share:7001"]]), step: 1, timeout: .seconds(5))
    #expect(outcome == .published(Published(remoteID: urn)))
    let request = try #require(linkedIn.server.requests.first)
    #expect(request.path == "/api.linkedin.com/rest/socialActions/urn%3Ali%3Ashare%3A7001/comments")
    #expect(
      try body(request) == [
        "actor": "urn:li:organization:123", "object": "urn:li:share:7001", "message": ["text": "First #one!"],
      ])
  }

  @Test(
    "What is deleted already counts as deleted; a refusal does not",
    arguments: [(204, true), (404, true), (403, false)])
  func delete(_ status: Int, _ isDone: Bool) throws {
    let linkedIn = try PlatformFixture("linkedin", answering: HTTPReply(status: status))
    let outcome = Result {
      try linkedIn.connector.delete(publication(Content(text: "a")), remoteID: "urn:li:share:7")
    }
    #expect(((try? outcome.get()) != nil) == isDone)
    let request = try #require(linkedIn.server.requests.first)
    #expect(request.method == "DELETE" && request.path == "/api.linkedin.com/rest/posts/urn%3Ali%3Ashare%3A7")
  }

  private func look(for content: Content, _ handle: JSONObject = [:], among post: JSONObject) throws
    -> ReadBack
  {
    var post = post
    post["id"] = "urn:li:share:7"
    post["createdAt"] = post["createdAt"] ?? .integer(Instant.now().microseconds / 1000)
    let answer: JSON = [
      "elements": [.object(post), ["id": "urn:li:share:6", "commentary": "else", "createdAt": 1]]
    ]
    let linkedIn = try PlatformFixture("linkedin", answering: .json(200, answer.text))
    let result = try linkedIn.connector.readBack(publication(content, handle), step: 0, since: .now())
    let request = try #require(linkedIn.server.requests.first)
    #expect(request.path == "/api.linkedin.com/rest/posts" && request.header("x-restli-method") == "FINDER")
    #expect(request.query.hasPrefix("q=author&author=urn%3Ali%3Aorganization%3A123&sortBy=CREATED"))
    return result
  }

  @Test("A post is recognised in LinkedIn's form of it, and another is not")
  func readBack() throws {
    let text = Content(text: "Tea #now (hot) https://a.io/x")
    let returned: JSON = "Tea {hashtag|\\#|now} \\(hot\\) https://lnkd.in/abc"
    #expect(try look(for: text, among: ["commentary": returned]) == .found(["urn:li:share:7"]))
    #expect(
      try look(for: text, among: ["commentary": "Tea \\#now \\(hot\\) https://a.io/x"])
        == .found(["urn:li:share:7"]))
    #expect(try look(for: text, among: ["commentary": "Tea"]) == .absent)
    #expect(try look(for: text, among: ["commentary": returned, "createdAt": 1000]) == .absent)
    let picture = Content(text: "a", media: [Media(url: "https://a.io/1.jpg")])
    let media: JSON = ["media": ["id": "i1"]]
    #expect(
      try look(for: picture, ["media": ["i1"]], among: ["commentary": "", "content": media])
        == .found(["urn:li:share:7"]))
    #expect(
      try look(for: picture, ["media": ["i2"]], among: ["commentary": "a", "content": media]) == .absent)
    let card = Content(text: "", link: "https://a.io", title: "Menu")
    #expect(
      try look(for: card, among: ["commentary": "", "content": ["article": ["source": "https://a.io"]]])
        == .found(["urn:li:share:7"]))
    #expect(
      try look(for: card, among: ["commentary": "", "content": ["article": ["source": "https://b.io"]]])
        == .absent)
  }

  @Test("Posts of members cannot be read: a person is told so")
  func closed() throws {
    let refusal = #"{"status":403,"code":"ACCESS_DENIED","message":"Not enough permissions to access: x"}"#
    let linkedIn = try PlatformFixture("linkedin", answering: .json(403, refusal))
    let publication = publication(Content(text: "a", firstComment: "b"), ["posted": ["urn:li:share:7"]])
    let reason = "LinkedIn lets few applications look at the posts of members, and not this one."
    for step in 0...1 {
      #expect(try linkedIn.connector.readBack(publication, step: step, since: .now()) == .untold(reason))
    }
  }

  @Test("A comment is recognised by who wrote it, its words and its time")
  func readComment() throws {
    let now = Instant.now().microseconds / 1000
    func comment(_ id: Int, _ actor: String, _ text: String, _ time: Int64) -> JSON {
      [
        "commentUrn": .string("c\(id)"), "actor": .string(actor), "message": ["text": .string(text)],
        "created": ["time": .integer(time)],
      ]
    }
    let answer: JSON = [
      "elements": [
        comment(1, "urn:li:organization:123", "b", now - 3_600_000), comment(2, "urn:li:person:x", "b", now),
        comment(3, "urn:li:organization:123", "c", now), comment(4, "urn:li:organization:123", "b", now),
      ]
    ]
    let linkedIn = try PlatformFixture("linkedin", answering: .json(200, answer.text))
    let publication = publication(Content(text: "a", firstComment: "b"), ["posted": ["urn:li:share:7"]])
    #expect(try linkedIn.connector.readBack(publication, step: 1, since: .now()) == .found(["c4"]))
  }
}
