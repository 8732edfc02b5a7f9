internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Pinterest is asked in Pinterest's words") struct PinterestTests {
  private let image = Media(url: "https://example.com/a.jpg", altText: "Tea")
  private let video = Media(url: "https://example.com/a.mp4")

  private func content(_ media: [Media], _ more: JSONObject = [:]) -> Content {
    var options = more
    options["board_id"] = "549"
    return Content(text: "Hi", media: media, link: "https://example.com", title: "T", options: options)
  }

  private func body(_ request: HTTPRequest?) throws -> JSON { try JSON(parsing: try #require(request).body) }

  @Test("A pin of one image is one request")
  func oneImage() throws {
    let pinterest = try PlatformFixture("pinterest", answering: .json(201, #"{"id":"7"}"#))
    let publication = pinterest.publication(content([image], ["board_section_id": "5"]))
    #expect(try pinterest.connector.prepare(publication) == .ready)
    let outcome = try pinterest.connector.publish(publication, step: 0, timeout: .seconds(5))
    #expect(
      outcome == .published(Published(remoteID: "7", permalink: "https://www.pinterest.com/pin/7/")))
    let request = try #require(pinterest.server.requests.first)
    #expect(pinterest.server.requests.count == 1)
    #expect(request.path == "/api.pinterest.com/v5/pins")
    #expect(request.header("authorization") == "Bearer token")
    #expect(
      try body(request) == [
        "board_id": "549", "board_section_id": "5", "title": "T", "description": "Hi",
        "link": "https://example.com", "alt_text": "Tea",
        "media_source": ["source_type": "image_url", "url": "https://example.com/a.jpg"],
      ])
  }

  @Test("Several images are a carousel")
  func carousel() throws {
    let pinterest = try PlatformFixture("pinterest", answering: .json(201, #"{"id":"7"}"#))
    let publication = pinterest.publication(content([image, image]))
    _ = try pinterest.connector.publish(publication, step: 0, timeout: .seconds(5))
    #expect(
      try body(pinterest.server.requests.first)["media_source"] == [
        "source_type": "multiple_image_urls",
        "items": [["url": "https://example.com/a.jpg"], ["url": "https://example.com/a.jpg"]],
      ])
  }

  @Test("A video is registered, sent on with every field of the form, waited for, and pinned with a cover")
  func oneVideo() throws {
    let pinterest = try PlatformFixture("pinterest") { request in
      if request.path.hasPrefix("/files/") {
        let ends = (request.header("range") ?? "").dropFirst(6).split(separator: "-").compactMap { Int($0) }
        return HTTPReply(
          status: 206, headers: [("content-range", "bytes \(ends[0])-\(ends[1])/5000000")],
          body: [UInt8](repeating: 0xAA, count: ends[1] - ends[0] + 1))
      }
      if request.path.hasPrefix("/pinterest-media-upload") {
        return HTTPReply(status: 204, headers: [], body: [])
      }
      if request.method == "GET" { return .json(200, #"{"media_id":"5","status":"succeeded"}"#) }
      return .json(
        201,
        #"{"id":"7","media_id":"5","upload_url":"https://pinterest-media-upload.s3-accelerate.amazonaws.com/","upload_parameters":{"key":"k1","policy":"p1"}}"#
      )
    }
    let media = Media(url: pinterest.server.url + "/files/a.mp4")
    var handle: JSONObject = [:]
    while case .progressed(let next) = try pinterest.connector.prepare(
      pinterest.publication(content([media]), handle: handle))
    {
      handle = next
    }
    let upload = try #require(
      pinterest.server.requests.first { $0.path.hasPrefix("/pinterest-media-upload") })
    #expect(upload.header("authorization") == nil)
    let head = String(decoding: upload.body.prefix(600), as: UTF8.self)
    #expect(head.contains("name=\"key\"\r\n\r\nk1\r\n"))
    #expect(head.contains("name=\"policy\"\r\n\r\np1\r\n"))
    #expect(upload.body.reduce(0) { $0 + ($1 == 0xAA ? 1 : 0) } == 5_000_000)
    // Passed on in pieces of 4 MiB, after one look at its size.
    #expect(pinterest.server.requests.count { $0.path.hasPrefix("/files/") } == 3)
    _ = try pinterest.connector.publish(
      pinterest.publication(content([media], ["cover_time": 3]), handle: handle), step: 0,
      timeout: .seconds(5))
    #expect(
      try body(pinterest.server.requests.last)["media_source"] == [
        "source_type": "video_id", "media_id": "5", "cover_image_key_frame_time": 3,
      ])
  }

  @Test("A video that is not ready is waited for; one that failed is the media's fault")
  func status() throws {
    func prepare(_ status: String) throws -> Preparation {
      let pinterest = try PlatformFixture("pinterest", answering: .json(200, #"{"status":"\#(status)"}"#))
      return try pinterest.connector.prepare(
        pinterest.publication(content([video]), handle: ["media_id": "5", "uploaded": true]))
    }
    #expect(try prepare("succeeded") == .ready)
    #expect(try prepare("processing") == .wait(.seconds(5)))
    #expect(try prepare("registered") == .wait(.seconds(5)))
    let error = try #require(throws: PlatformError.self) { try prepare("failed") }
    #expect(error.kind == .mediaRejected)
  }

  @Test("A pin is found by its texts and its time, on every page of its board")
  func readBack() throws {
    func look(_ title: String, _ time: String) throws -> ReadBack {
      let pinterest = try PlatformFixture("pinterest") { request in
        request.query.contains("bookmark=b1")
          ? .json(
            200,
            #"{"items":[{"id":"7","title":"\#(title)","description":"Hi","link":"https://example.com","created_at":"\#(time)"}],"bookmark":null}"#
          )
          : .json(
            200, #"{"items":[{"id":"8","title":"x","created_at":"2026-11-21T10:00:09"}],"bookmark":"b1"}"#)
      }
      return try pinterest.connector.readBack(
        pinterest.publication(content([image])), step: 0,
        since: try #require(Instant("2026-11-21T10:00:00Z")))
    }
    #expect(try look("T", "2026-11-21T10:00:05") == .found(["7"]))
    #expect(try look("T", "2026-11-21T09:59:30") == .found(["7"]))
    #expect(try look("T", "2026-11-21T09:59:29") == .absent)
    #expect(try look("U", "2026-11-21T10:00:05") == .absent)
  }

  @Test("A pin that is gone counts as removed")
  func delete() throws {
    let gone = try PlatformFixture(
      "pinterest", answering: .json(404, #"{"code":50,"message":"Pin not found."}"#))
    try gone.connector.delete(gone.publication(), remoteID: "7")
    #expect(gone.server.requests.first?.method == "DELETE")
    let refused = try PlatformFixture("pinterest", answering: .json(403, #"{"code":7,"message":"No"}"#))
    #expect(throws: PlatformError.self) { try refused.connector.delete(refused.publication(), remoteID: "7") }
  }

  @Test("Tokens are asked for as a confidential client; the refresh token is replaced")
  func tokens() throws {
    let all = "boards:read pins:read pins:write user_accounts:read"
    let pinterest = try PlatformFixture(
      "pinterest",
      answering: .json(
        200, #"{"access_token":"a2","refresh_token":"r2","expires_in":2592000,"scope":"\#(all)"}"#))
    let grant = try pinterest.connector.refresh(Grant(accessToken: "a", refreshToken: "r", expiresAt: nil))
    #expect(grant.accessToken == "a2")
    #expect(grant.refreshToken == "r2")
    let request = try #require(pinterest.server.requests.first)
    #expect(
      request.header("authorization") == "Basic "
        + Base64.encode(Array("pinterest-client:pinterest-secret".utf8)))
    #expect(String(decoding: request.body, as: UTF8.self) == "grant_type=refresh_token&refresh_token=r")
    let weak = try PlatformFixture(
      "pinterest", answering: .json(200, #"{"access_token":"a","scope":"boards:read pins:read"}"#))
    let error = try #require(throws: PlatformError.self) {
      try weak.connector.exchange(code: "c", verifier: "v", redirectURI: "https://us.example/back")
    }
    #expect(error.kind == .permission)
    #expect(error.detail.contains("pins:write, user_accounts:read"))
  }
}

@Suite("Pinterest's errors mean what its documentation says") struct PinterestErrorTests {
  private static let cases: [(Int, Int, String)] = [
    (401, 2, "reauthorize"), (401, 1104, "reauthorize"), (401, 3, "permission_missing"),
    (403, 3, "permission_missing"), (403, 7, "permission_missing"), (403, 29, "permission_missing"),
    (429, 8, "rate_limited"), (404, 40, "not_found_on_platform"), (404, 50, "not_found_on_platform"),
    (404, 30, "not_found_on_platform"), (404, 2031, "not_found_on_platform"), (400, 1, "content_rejected"),
    (403, 2625, "account_restricted"), (403, 2626, "account_restricted"), (413, 0, "media_rejected"),
    (409, 99, "platform_refused"),
  ]

  @Test("Each code has its class", arguments: cases)
  func classes(_ status: Int, _ code: Int, _ meaning: String) throws {
    let pinterest = try PlatformFixture(
      "pinterest", answering: .json(status, #"{"code":\#(code),"message":"Said so."}"#))
    let error = try publishing(pinterest)
    #expect(error.apiCode == meaning)
    #expect(error.detail == "Said so.")
    #expect(error.code == String(code))
  }

  @Test("A server's error or no answer leaves the outcome unknown; a picture out of reach had no effect")
  func unknown() throws {
    #expect(try publishing(PlatformFixture("pinterest", answering: .json(503, "{}"))).kind == .unknownOutcome)
    #expect(try publishing(PlatformFixture("pinterest", answering: nil)).kind == .unknownOutcome)
    #expect(try publishing(PlatformFixture("pinterest", answering: .json(201, "{}"))).code == "no_id")
    let body = #"{"code":1,"message":"Sorry! Unable to reach the URL. Please check your URL and try again."}"#
    #expect(
      try publishing(PlatformFixture("pinterest", answering: .json(400, body))).kind == .mediaUnavailable)
  }

  @Test("A limit ends when its header says, in seconds from now")
  func limit() throws {
    let reply = HTTPReply(
      status: 429, headers: [("content-type", "application/json"), ("x-ratelimit-reset", "42")],
      body: Array(#"{"code":8,"message":"Too many"}"#.utf8))
    let error = try publishing(PlatformFixture("pinterest", answering: reply))
    guard case .rateLimited(let until?) = error.kind else {
      Issue.record("\(error.kind) has no time")
      return
    }
    #expect((.seconds(36)...(.seconds(42))).contains(until - .now()))
  }

  private func publishing(_ pinterest: PlatformFixture) throws -> PlatformError {
    try #require(throws: PlatformError.self) {
      try pinterest.connector.publish(pinterest.publication(), step: 0, timeout: .seconds(5))
    }
  }
}

@Suite("Content is refused before Pinterest would refuse it") struct PinterestRuleTests {
  private static func pin(
    _ count: Int = 1, text: Int = 1, title: Int = 1, link: Int? = nil, altText: Int? = nil,
    options: JSONObject = ["board_id": "1"]
  ) -> Content {
    func letters(_ count: Int) -> String { String(repeating: "a", count: count) }
    let media = (0..<count).map { _ in Media(url: "https://a.io/a.jpg", altText: altText.map(letters)) }
    return Content(
      text: letters(text), media: media, link: link.map(letters), title: letters(title), options: options)
  }

  private static func video(_ milliseconds: Int64, options: JSONObject = ["board_id": "1"]) -> Content {
    let facts = Media.Facts(
      contentType: "video/mp4", bytes: 1, width: 10, height: 10, duration: .milliseconds(milliseconds))
    return Content(text: "a", media: [Media(url: "https://a.io/a", facts: facts)], options: options)
  }

  private static func image(_ bytes: Int64, _ type: String) -> Content {
    let facts = Media.Facts(contentType: type, bytes: bytes, width: 10, height: 10)
    return Content(text: "a", media: [Media(url: "https://a.io/a", facts: facts)], options: ["board_id": "1"])
  }

  @Test(
    "At its limits, one under and one beyond",
    arguments: [
      (pin(), []), (pin(0), ["/media media_required"]), (pin(5), []), (pin(6), ["/media too_many"]),
      (pin(title: 99), []), (pin(title: 100), []), (pin(title: 101), ["/title too_long"]),
      (pin(text: 799), []), (pin(text: 800), []), (pin(text: 801), ["/text too_long"]),
      (pin(link: 2048), []), (pin(link: 2049), ["/link too_long"]),
      (pin(altText: 500), []), (pin(altText: 501), ["/media/0/alt_text too_long"]),
      (pin(options: [:]), ["/options/board_id required"]),
      (pin(options: ["board_id": 5]), ["/options/board_id wrong_type"]),
      (pin(options: ["board_id": "a"]), ["/options/board_id wrong_type"]),
      (pin(options: ["board_id": "1", "board_section_id": "x"]), ["/options/board_section_id wrong_type"]),
      (pin(options: ["board_id": "1", "kind": "reel"]), ["/options/kind unknown_option"]),
      (video(4000), []), (video(3999), ["/media/0 media_duration"]), (video(900_000), []),
      (video(900_001), ["/media/0 media_duration"]),
      (video(5000, options: ["board_id": "1", "cover_time": 0]), []),
      (video(5000, options: ["board_id": "1", "cover_time": -1]), ["/options/cover_time wrong_type"]),
      (
        video(5000, options: ["board_id": "1", "cover_url": "http://a.io"]),
        ["/options/cover_url invalid_url"]
      ),
      (
        video(5000, options: ["board_id": "1", "cover_url": "https://a.io/a.jpg", "cover_time": 1]),
        ["/options/cover_time not_supported"]
      ),
      (image(20 << 20, "image/png"), []), (image((20 << 20) + 1, "image/png"), ["/media/0 media_too_large"]),
      (image(1, "image/gif"), ["/media/0 media_type"]),
      (
        Content(
          text: "a", media: [Media(url: "https://a.io/a.jpg"), Media(url: "https://a.io/a.mp4")],
          thread: ["b"], firstComment: "c", options: ["board_id": "1"]),
        ["/media media_mixed", "/thread not_supported", "/first_comment not_supported"]
      ),
    ] as [(Content, [String])])
  func limits(_ content: Content, _ expected: [String]) throws {
    let pinterest = try #require(Platforms.rules["pinterest"])
    #expect(pinterest.violations(of: content, at: "").map { "\($0.pointer) \($0.code)" } == expected)
  }
}
