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
    let content = Content(text: "Hi", media: [Media(url: image)])
    #expect(
      try instagram.connector.prepare(instagram.publication(content)) == .progressed(["container": "c1"]))
    let request = try #require(instagram.server.requests.first)
    #expect(request.path == "/graph.instagram.com/v26.0/42/media")
    #expect(form(request) == ["image_url": image, "caption": "Hi", "access_token": "token"])
  }

  @Test("A video becomes a reel's container")
  func videoContainer() throws {
    let instagram = try PlatformFixture("instagram", answering: .json(200, #"{"id":"c1"}"#))
    let content = Content(text: "Hi", media: [Media(url: "https://example.com/a.mp4")])
    _ = try instagram.connector.prepare(instagram.publication(content))
    let sent = form(try #require(instagram.server.requests.first))
    #expect(sent["media_type"] == "REELS")
    #expect(sent["video_url"] == "https://example.com/a.mp4")
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
