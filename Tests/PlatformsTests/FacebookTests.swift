internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Facebook is asked in Facebook's words") struct FacebookTests {
  private let photo = "https://example.com/a.jpg"
  private let video = "https://example.com/a.mp4"
  // HMAC-SHA256 of "token" by "facebook-secret", as `openssl dgst -sha256 -hmac` gives it.
  private let proof = "14ec0d3ba21391661cf668eff2c74a5ebffa85bf461781b4e879867e5dc48979"

  private func form(_ request: HTTPRequest?) throws -> [String: String] {
    let pairs = URLForm.parse(String(decoding: try #require(request).body, as: UTF8.self))
    return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
  }

  private func query(_ request: HTTPRequest?) throws -> [String: String] {
    let pairs = URLForm.parse(try #require(request).query)
    return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
  }

  @Test("A text with a link is one request, and its answer has the address")
  func text() throws {
    let facebook = try PlatformFixture(
      "facebook",
      answering: .json(200, #"{"id":"42_7","permalink_url":"https://www.facebook.com/42/posts/7"}"#))
    let publication = facebook.publication(Content(text: "Hi", link: "https://example.com"))
    #expect(try facebook.connector.prepare(publication) == .ready)
    #expect(
      try facebook.connector.publish(publication, step: 0, timeout: .seconds(5))
        == .published(Published(remoteID: "42_7", permalink: "https://www.facebook.com/42/posts/7")))
    #expect(facebook.server.requests.count == 1)
    #expect(facebook.server.requests.first?.path == "/graph.facebook.com/v26.0/42/feed")
    #expect(
      try form(facebook.server.requests.first) == [
        "message": "Hi", "link": "https://example.com", "fields": "id,permalink_url", "access_token": "token",
        "appsecret_proof": proof,
      ])
  }

  @Test("Photos are uploaded unpublished one by one, with their alt texts, and then attached")
  func photos() throws {
    let facebook = try PlatformFixture("facebook", answering: .json(200, #"{"id":"p9"}"#))
    let content = Content(
      text: "Hi", media: [Media(url: photo, altText: "Tea"), Media(url: photo)], link: "https://example.com")
    func next(_ photos: JSON) throws -> JSON? {
      let handle: JSONObject =
        photos == [] ? [:] : ["photos": photos, "begun": .integer(Instant.now().seconds)]
      switch try facebook.connector.prepare(facebook.publication(content, handle: handle)) {
      case .progressed(let handle): return handle["photos"]
      case .ready: return nil
      case .wait: return "wait"
      }
    }
    #expect(try next([]) == ["p9"])
    #expect(try next(["p1"]) == ["p1", "p9"])
    #expect(try next(["p1", "p2"]) == nil)
    let first = try form(facebook.server.requests.first)
    #expect(facebook.server.requests.first?.path == "/graph.facebook.com/v26.0/42/photos")
    #expect(first["url"] == photo)
    #expect(first["published"] == "false")
    #expect(first["alt_text_custom"] == "Tea")
    #expect(try form(facebook.server.requests.last)["alt_text_custom"] == nil)
    _ = try facebook.connector.publish(
      facebook.publication(content, handle: ["photos": ["p1", "p2"]]), step: 0, timeout: .seconds(5))
    let sent = try form(facebook.server.requests.last)
    #expect(sent["attached_media[0]"] == #"{"media_fbid":"p1"}"#)
    #expect(sent["attached_media[1]"] == #"{"media_fbid":"p2"}"#)
    #expect(sent["message"] == "Hi\n\nhttps://example.com")
    #expect(sent["link"] == nil)
  }

  @Test("Uploads that nobody used for most of a day are made anew")
  func stale() throws {
    let facebook = try PlatformFixture("facebook", answering: nil)
    let content = Content(text: "Hi", media: [Media(url: photo)])
    func prepare(_ age: Int64) throws -> Preparation {
      let begun = JSON.integer(Instant.now().seconds - age)
      return try facebook.connector.prepare(
        facebook.publication(content, handle: ["photos": ["p1"], "begun": begun]))
    }
    #expect(try prepare(20 * 3600 - 60) == .ready)
    #expect(try prepare(20 * 3600 + 60) == .progressed([:]))
  }

  @Test("A reel is begun, fetched by Facebook, waited for, and finished")
  func reel() throws {
    let facebook = try PlatformFixture("facebook") { request in
      if request.path.hasPrefix("/rupload") { return .json(200, #"{"success":true}"#) }
      if request.method == "GET" {
        return .json(
          200, #"{"status":{"video_status":"upload_complete","uploading_phase":{"status":"complete"}}}"#)
      }
      return .json(
        200,
        String(decoding: request.body, as: UTF8.self).contains("start")
          ? #"{"video_id":"v1","upload_url":"https://rupload.facebook.com/video-upload/v26.0/v1"}"#
          : #"{"success":true}"#)
    }
    let content = Content(text: "Hi", media: [Media(url: video)], title: "T", options: ["kind": "reel"])
    var handle: JSONObject = [:]
    var pieces = 0
    while case .progressed(let next) = try facebook.connector.prepare(
      facebook.publication(content, handle: handle))
    {
      handle = next
      pieces += 1
    }
    #expect(pieces == 2)
    let upload = try #require(facebook.server.requests.first { $0.path.hasPrefix("/rupload") })
    #expect(upload.path == "/rupload.facebook.com/video-upload/v26.0/v1")
    #expect(upload.header("authorization") == "OAuth token")
    #expect(upload.header("file_url") == video)
    let outcome = try facebook.connector.publish(
      facebook.publication(content, handle: handle), step: 0, timeout: .seconds(5))
    #expect(outcome == .processing(.seconds(5)))
    let sent = try form(facebook.server.requests.last)
    #expect(facebook.server.requests.last?.path == "/graph.facebook.com/v26.0/42/video_reels")
    #expect(sent["upload_phase"] == "finish")
    #expect(sent["video_id"] == "v1")
    #expect(sent["video_state"] == "PUBLISHED")
    #expect(sent["description"] == "Hi")
    #expect(sent["title"] == "T")
  }

  @Test("The token goes to Facebook's upload server and to no other")
  func foreignUploadServer() throws {
    let facebook = try PlatformFixture("facebook", answering: .json(200, #"{"success":true}"#))
    let content = Content(text: "", media: [Media(url: video)], options: ["kind": "reel"])
    for address in [
      "https://evil.example/v1", "http://rupload.facebook.com/v1",
      "https://rupload.facebook.com.evil.example/",
    ] {
      let handle: JSONObject = [
        "video": "v1", "upload_url": .string(address), "begun": .integer(Instant.now().seconds),
      ]
      #expect(throws: PlatformError.self) {
        try facebook.connector.prepare(facebook.publication(content, handle: handle))
      }
    }
    #expect(facebook.server.requests.isEmpty)
  }

  @Test("Stories are made of a photo or a video and known by their posts")
  func stories() throws {
    let facebook = try PlatformFixture("facebook", answering: .json(200, #"{"success":true,"post_id":"s1"}"#))
    func publish(_ url: String, _ handle: JSONObject) throws -> (Outcome, String?) {
      let content = Content(text: "", media: [Media(url: url)], options: ["kind": "story"])
      let outcome = try facebook.connector.publish(
        facebook.publication(content, handle: handle), step: 0, timeout: .seconds(5))
      return (outcome, facebook.server.requests.last?.path)
    }
    let (photoStory, photoPath) = try publish(photo, ["photos": ["p1"]])
    #expect(photoStory == .published(Published(remoteID: "s1")))
    #expect(photoPath == "/graph.facebook.com/v26.0/42/photo_stories")
    #expect(try form(facebook.server.requests.last)["photo_id"] == "p1")
    let (videoStory, videoPath) = try publish(video, ["video": "v1"])
    #expect(videoStory == .published(Published(remoteID: "s1")))
    #expect(videoPath == "/graph.facebook.com/v26.0/42/video_stories")
  }

  @Test("The first comment is a step of its own, on the post that the first step made")
  func comment() throws {
    let facebook = try PlatformFixture("facebook", answering: .json(200, #"{"id":"7_8"}"#))
    let content = Content(text: "Hi", firstComment: "First!")
    #expect(facebook.connector.steps(of: content) == 2)
    #expect(facebook.connector.steps(of: Content(text: "Hi")) == 1)
    let outcome = try facebook.connector.publish(
      facebook.publication(content, handle: ["posted": ["42_7"]]), step: 1, timeout: .seconds(5))
    #expect(outcome == .published(Published(remoteID: "7_8")))
    #expect(facebook.server.requests.last?.path == "/graph.facebook.com/v26.0/42_7/comments")
    #expect(try form(facebook.server.requests.last)["message"] == "First!")
  }

  @Test("A post is removed by its id; one that is gone counts as removed")
  func delete() throws {
    let facebook = try PlatformFixture("facebook", answering: .json(200, #"{"success":true}"#))
    try facebook.connector.delete(facebook.publication(), remoteID: "42_7")
    let request = try #require(facebook.server.requests.first)
    #expect(request.method == "DELETE")
    #expect(request.path == "/graph.facebook.com/v26.0/42_7")
    #expect(try query(request)["appsecret_proof"] == proof)
    let gone = try PlatformFixture(
      "facebook", answering: .json(400, #"{"error":{"code":100,"error_subcode":33,"message":"No"}}"#))
    try gone.connector.delete(gone.publication(), remoteID: "42_7")
    let refused = try PlatformFixture(
      "facebook", answering: .json(403, #"{"error":{"code":200,"message":"No"}}"#))
    #expect(throws: PlatformError.self) {
      try refused.connector.delete(refused.publication(), remoteID: "42_7")
    }
  }

  @Test("The address of a video has no host of its own")
  func permalink() throws {
    let content = Content(text: "Hi", media: [Media(url: video)])
    let facebook = try PlatformFixture(
      "facebook", answering: .json(200, #"{"permalink_url":"/42/videos/1/"}"#))
    #expect(
      try facebook.connector.permalink(facebook.publication(content), remoteID: "1")
        == "https://www.facebook.com/42/videos/1/")
  }
}
