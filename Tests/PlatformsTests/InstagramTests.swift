internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Instagram is asked in Instagram's words") struct InstagramTests {
  private let image = "https://example.com/a.jpg"

  private func form(_ request: HTTPRequest) -> [String: String] {
    let pairs = URLForm.parse(String(decoding: request.body, as: UTF8.self))
    return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
  }

  @Test("An image becomes a container")
  func imageContainer() throws {
    let instagram = try PlatformFixture("instagram", answering: .json(200, #"{"id":"c1"}"#))
    let content = Content(text: "Hi", media: [Media(url: image, altText: "Tea")])
    #expect(
      try instagram.connector.prepare(instagram.publication(content)) == .progressed(["container": "c1"]))
    #expect(
      instagram.server.requests.map(\.path) == [
        "/graph.instagram.com/v26.0/42/content_publishing_limit", "/graph.instagram.com/v26.0/42/media",
      ])
    #expect(
      form(try #require(instagram.server.requests.last)) == [
        "image_url": image, "caption": "Hi", "alt_text": "Tea", "access_token": "token",
      ])
  }

  @Test("A video becomes a reel's container")
  func videoContainer() throws {
    let instagram = try PlatformFixture("instagram", answering: .json(200, #"{"id":"c1"}"#))
    let content = Content(
      text: "Hi", media: [Media(url: "https://example.com/a.mp4")], options: ["share_to_feed": false])
    _ = try instagram.connector.prepare(instagram.publication(content))
    let sent = form(try #require(instagram.server.requests.last))
    #expect(sent["media_type"] == "REELS")
    #expect(sent["share_to_feed"] == "false")
    #expect(sent["video_url"] == "https://example.com/a.mp4")
  }

  @Test("A story has its address and no text", arguments: [("a.jpg", "image_url"), ("a.mp4", "video_url")])
  func storyContainer(_ file: String, _ member: String) throws {
    let instagram = try PlatformFixture("instagram", answering: .json(200, #"{"id":"c1"}"#))
    let url = "https://example.com/" + file
    let content = Content(text: "", media: [Media(url: url)], options: ["kind": "story"])
    _ = try instagram.connector.prepare(instagram.publication(content))
    #expect(
      form(try #require(instagram.server.requests.last)) == [
        "media_type": "STORIES", member: url, "access_token": "token",
      ])
  }

  @Test("A carousel of videos waits for them before it is made")
  func carouselOfVideos() throws {
    func prepare(_ status: String) throws -> (Preparation, [String: String]) {
      let instagram = try PlatformFixture("instagram") { request in
        .json(200, request.method == "GET" ? #"{"status_code":"\#(status)"}"# : #"{"id":"whole"}"#)
      }
      let content = Content(
        text: "Hi", media: [Media(url: image), Media(url: "https://example.com/a.mp4")])
      let next = try instagram.connector.prepare(
        instagram.publication(content, handle: ["children": ["k1", "k2"]]))
      return (next, form(try #require(instagram.server.requests.last)))
    }
    #expect(try prepare("IN_PROGRESS").0 == .wait(.seconds(5)))
    let (next, sent) = try prepare("FINISHED")
    #expect(next == .progressed(["children": ["k1", "k2"], "container": "whole"]))
    #expect(sent["media_type"] == "CAROUSEL")
  }

  @Test(
    "When the quota is used up nothing is made, and it is tried in an hour",
    arguments: [(49, false), (50, true)])
  func quota(_ used: Int, _ isUsedUp: Bool) throws {
    let body =
      #"{"id":"c1","data":[{"quota_usage":\#(used),"config":{"quota_total":50,"quota_duration":86400}}]}"#
    let instagram = try PlatformFixture("instagram", answering: .json(200, body))
    let publication = instagram.publication(Content(text: "Hi", media: [Media(url: image)]))
    guard isUsedUp else {
      #expect(try instagram.connector.prepare(publication) == .progressed(["container": "c1"]))
      return
    }
    let error = try #require(throws: PlatformError.self) { try instagram.connector.prepare(publication) }
    #expect(error.apiCode == "quota_exhausted")
    #expect(instagram.server.requests.map(\.method) == ["GET"])
  }

  @Test("The first comment is a step of its own, on the media that the first step made")
  func comment() throws {
    let instagram = try PlatformFixture("instagram", answering: .json(200, #"{"id":"k1"}"#))
    let content = Content(text: "Hi", media: [Media(url: image)], firstComment: "First!")
    #expect(instagram.connector.steps(of: content) == 2)
    let outcome = try instagram.connector.publish(
      instagram.publication(content, handle: ["container": "c1", "posted": ["m1"]]), step: 1,
      timeout: .seconds(5))
    #expect(outcome == .published(Published(remoteID: "k1")))
    let request = try #require(instagram.server.requests.last)
    #expect(request.path == "/graph.instagram.com/v26.0/m1/comments")
    #expect(form(request) == ["message": "First!", "access_token": "token"])
  }

  @Test("Only the account's own comment of the time counts")
  func commentReadBack() throws {
    let start = try #require(Instant("2026-11-21T10:00:00Z"))
    func look(_ name: String, _ text: String, _ minute: String) throws -> ReadBack {
      let body =
        #"{"data":[{"id":"k1","username":"\#(name)","text":"\#(text)","timestamp":"2026-11-21T\#(minute):05+0000"}]}"#
      let instagram = try PlatformFixture("instagram", answering: .json(200, body))
      let content = Content(text: "Hi", media: [Media(url: image)], firstComment: "First!")
      return try instagram.connector.readBack(
        instagram.publication(content, handle: ["posted": ["m1"]]), step: 1, since: start)
    }
    #expect(try look("Cafe", "First!", "10:00") == .found(["k1"]))
    #expect(try look("zoe", "First!", "10:00") == .absent)
    #expect(try look("cafe", "Second!", "10:00") == .absent)
    #expect(try look("cafe", "First!", "09:00") == .absent)
  }

  @Test("A container whose media could not be fetched is made anew; one of a bad format is not")
  func passing() throws {
    func prepare(_ code: String) throws -> Preparation {
      let answer = HTTPReply.json(
        200, #"{"status_code":"ERROR","status":"Error: failed with error code \#(code)"}"#)
      let instagram = try PlatformFixture("instagram", answering: answer)
      return try instagram.connector.prepare(
        instagram.publication(Content(text: "", media: [Media(url: image)]), handle: ["container": "c1"]))
    }
    for code in ["2207003", "2207032", "2207053", "2207077", "2207082"] {
      #expect(try prepare(code) == .progressed(["restarts": 1]))
    }
    #expect(throws: PlatformError.self) { try prepare("2207026") }
  }

  @Test("A carousel is prepared child by child, and resumed where it was left")
  func carousel() throws {
    let instagram = try PlatformFixture("instagram") { request in
      let body = String(decoding: request.body, as: UTF8.self)
      return .json(200, body.contains("CAROUSEL") ? #"{"id":"whole"}"# : #"{"id":"child"}"#)
    }
    let content = Content(text: "Hi", media: [Media(url: image), Media(url: image)])
    func next(_ handle: JSONObject) throws -> Preparation {
      try instagram.connector.prepare(instagram.publication(content, handle: handle))
    }
    #expect(try next([:]) == .progressed(["children": ["child"]]))
    #expect(try next(["children": ["k1"]]) == .progressed(["children": ["k1", "child"]]))
    #expect(
      try next(["children": ["k1", "k2"]]) == .progressed(["children": ["k1", "k2"], "container": "whole"]))
    let sent = form(try #require(instagram.server.requests.last))
    #expect(sent["children"] == "k1,k2")
  }

  @Test(
    "The container's status tells how to go on",
    arguments: [
      ("FINISHED", .ready), ("PUBLISHED", .ready),
      ("IN_PROGRESS", .wait(.seconds(1))), ("EXPIRED", .progressed(["restarts": 1])),
    ] as [(String, Preparation)])
  func status(_ code: String, _ preparation: Preparation) throws {
    let instagram = try PlatformFixture(
      "instagram", answering: .json(200, #"{"id":"c1","status_code":"\#(code)"}"#))
    let publication = instagram.publication(
      Content(text: "", media: [Media(url: image)]), handle: ["container": "c1"])
    #expect(try instagram.connector.prepare(publication) == preparation)
  }

  @Test("A container that is gone is made anew, three times at most", arguments: [0, 2, 3])
  func goneContainer(_ restarts: Int64) throws {
    let answer = HTTPReply.json(400, #"{"error":{"message":"Gone","code":24,"error_subcode":2207006}}"#)
    let instagram = try PlatformFixture("instagram", answering: answer)
    let publication = instagram.publication(
      Content(text: "", media: [Media(url: image)]),
      handle: ["container": "c1", "restarts": .integer(restarts)])
    if restarts < 3 {
      #expect(
        try instagram.connector.prepare(publication) == .progressed(["restarts": .integer(restarts + 1)]))
    } else {
      #expect(throws: PlatformError.self) { try instagram.connector.prepare(publication) }
    }
  }

  @Test("A container that failed is the media's fault")
  func failedContainer() throws {
    let answer = HTTPReply.json(200, #"{"status_code":"ERROR","status":"Error: 2207026"}"#)
    let instagram = try PlatformFixture("instagram", answering: answer)
    let error = try #require(throws: PlatformError.self) {
      try instagram.connector.prepare(
        instagram.publication(Content(text: "", media: [Media(url: image)]), handle: ["container": "c1"]))
    }
    #expect(error.kind == .mediaRejected)
    #expect(error.code == "Error: 2207026")
  }

  @Test("Publishing names the container and gets the id of the media")
  func publish() throws {
    let instagram = try PlatformFixture("instagram", answering: .json(200, #"{"id":"m1"}"#))
    let published = try instagram.connector.publish(
      instagram.publication(handle: ["container": "c1"]), step: 0, timeout: .seconds(5))
    #expect(published == .published(Published(remoteID: "m1")))
    let request = try #require(instagram.server.requests.first)
    #expect(request.path == "/graph.instagram.com/v26.0/42/media_publish")
    #expect(form(request) == ["creation_id": "c1", "access_token": "token"])
  }

  @Test("Only a container that is PUBLISHED is looked for, by caption and time")
  func readBack() throws {
    let start = try #require(Instant("2026-11-21T10:00:00Z"))
    func look(_ status: String, _ media: String) throws -> ReadBack {
      let instagram = try PlatformFixture("instagram") { request in
        .json(200, request.path.hasSuffix("/media") ? media : #"{"status_code":"\#(status)"}"#)
      }
      return try instagram.connector.readBack(
        instagram.publication(handle: ["container": "c1"]), step: 0, since: start)
    }
    let fresh = #"{"data":[{"id":"9","caption":"Hello","timestamp":"2026-11-21T10:00:05+0000"}]}"#
    let old = #"{"data":[{"id":"9","caption":"Hello","timestamp":"2026-11-21T09:00:00+0000"}]}"#
    let other = #"{"data":[{"id":"9","caption":"Bye","timestamp":"2026-11-21T10:00:05+0000"}]}"#
    #expect(try look("PUBLISHED", fresh) == .found(["9"]))
    #expect(try look("PUBLISHED", old) == .inconclusive)
    #expect(try look("PUBLISHED", other) == .inconclusive)
    #expect(try look("PUBLISHED", #"{"data":[]}"#) == .inconclusive)
    #expect(try look("FINISHED", fresh) == .absent)
    #expect(try look("EXPIRED", fresh) == .absent)
  }
}
