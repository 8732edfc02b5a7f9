internal import Core
internal import HTTPServer
internal import Platforms
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("YouTube is asked in YouTube's words") struct YouTubeTests {
  private static let address = "https://www.googleapis.com/upload/youtube/v3/videos?upload_id=u1"
  private static let unit: Int64 = 256 << 10

  private func handle(_ bytes: Int64) -> JSONObject {
    ["session": .string(Self.address), "bytes": .integer(bytes)]
  }

  private func content(_ server: StubServer, comment: String? = nil, _ options: JSONObject = [:]) -> Content {
    Content(
      text: "About", media: [Media(url: server.url + "/v.mp4")], link: "https://a.io", title: "Tea",
      firstComment: comment, options: options)
  }

  @Test("A session is opened with what the video is called and how long it is")
  func session() throws {
    let youTube = try PlatformFixture("youtube") { request in
      request.path == "/v.mp4"
        ? HTTPReply(status: 206, headers: [("content-range", "bytes 0-0/700000")], body: [0])
        : HTTPReply(status: 200, headers: [("location", Self.address)])
    }
    let options: JSONObject = [
      "tags": ["tea", "green tea"], "category_id": "27", "privacy_status": "unlisted", "made_for_kids": true,
      "contains_synthetic_media": true, "embeddable": false, "license": "creativeCommon", "language": "de",
      "notify_subscribers": false,
    ]
    let next = try youTube.connector.prepare(youTube.publication(content(youTube.server, options)))
    #expect(next == .progressed(handle(700_000)))
    let request = try #require(youTube.server.requests.last)
    #expect(request.method == "POST")
    #expect(request.path == "/www.googleapis.com/upload/youtube/v3/videos")
    #expect(request.query == "uploadType=resumable&part=snippet,status&notifySubscribers=false")
    #expect(request.header("authorization") == "Bearer token")
    #expect(request.header("x-upload-content-length") == "700000")
    #expect(request.header("x-upload-content-type") == "video/mp4")
    #expect(
      try JSON(parsing: request.body) == [
        "snippet": [
          "title": "Tea", "description": "About\n\nhttps://a.io", "categoryId": "27",
          "tags": ["tea", "green tea"],
          "defaultLanguage": "de",
        ],
        "status": [
          "privacyStatus": "unlisted", "selfDeclaredMadeForKids": true, "containsSyntheticMedia": true,
          "embeddable": false, "license": "creativeCommon",
        ],
      ])
  }

  @Test("Without options a video is public, of people and blogs, and not for kids")
  func defaults() throws {
    let youTube = try PlatformFixture("youtube") { request in
      request.path == "/v.mp4"
        ? HTTPReply(status: 206, headers: [("content-range", "bytes 0-0/9")], body: [0])
        : HTTPReply(status: 200, headers: [("location", Self.address)])
    }
    _ = try youTube.connector.prepare(youTube.publication(content(youTube.server)))
    let body = try JSON(parsing: try #require(youTube.server.requests.last).body)
    #expect(body["status"] == ["privacyStatus": "public", "selfDeclaredMadeForKids": false])
    #expect(body["snippet"]?["categoryId"] == "22")
  }

  @Test(
    "All but the last piece is sent ahead, on from where the session is, and the last one makes the video")
  func upload() throws {
    let session = FakeSession(bytes: 20 << 20)
    let youTube = try PlatformFixture("youtube", session.answer)
    let publication = youTube.publication(content(youTube.server), handle: handle(session.bytes))
    #expect(try youTube.connector.prepare(publication) == .progressed(publication.handle))
    #expect(session.stored == 8 << 20)
    // Another process, with the handle of the one before.
    #expect(try youTube.connector.prepare(publication) == .progressed(publication.handle))
    #expect(try youTube.connector.prepare(publication) == .progressed(publication.handle))
    #expect(session.stored == (20 << 20) - Self.unit)
    #expect(try youTube.connector.prepare(publication) == .ready)
    #expect(session.places == ["0-8388607", "8388608-16777215", "16777216-20709375"])
    let outcome = try youTube.connector.publish(publication, step: 0, timeout: .seconds(5))
    #expect(outcome == .processing(.seconds(2)))
    #expect(session.places.last == "20709376-20971519")
    #expect(session.isComplete)
  }

  @Test(
    "The last piece is as small as it may be, and never empty",
    arguments: [
      (1, 0), (262_143, 0), (262_144, 0), (262_145, 262_144), (524_288, 262_144), (524_289, 524_288),
    ] as [(Int64, Int64)])
  func lastPiece(_ bytes: Int64, _ begin: Int64) throws {
    let session = FakeSession(bytes: bytes)
    let youTube = try PlatformFixture("youtube", session.answer)
    let publication = youTube.publication(content(youTube.server), handle: handle(bytes))
    while try youTube.connector.prepare(publication) != .ready {}
    #expect(session.stored == begin)
    _ = try youTube.connector.publish(publication, step: 0, timeout: .seconds(5))
    #expect(session.places.last == "\(begin)-\(bytes - 1)")
    #expect(session.isComplete)
  }

  @Test("A session that took a part of a piece is given the rest of it")
  func partOfPiece() throws {
    let session = FakeSession(bytes: 3 << 20, largestPiece: Self.unit)
    let youTube = try PlatformFixture("youtube", session.answer)
    let publication = youTube.publication(content(youTube.server), handle: handle(session.bytes))
    _ = try youTube.connector.prepare(publication)
    #expect(session.stored == Self.unit)
    _ = try youTube.connector.prepare(publication)
    #expect(session.places.last == "262144-2883583")
  }

  @Test("A session that is gone is opened anew, three times at most", arguments: [404, 410])
  func goneSession(_ status: Int) throws {
    let youTube = try PlatformFixture("youtube", answering: HTTPReply(status: status))
    var handle = handle(9)
    func next() throws -> Preparation {
      try youTube.connector.prepare(youTube.publication(content(youTube.server), handle: handle))
    }
    #expect(try next() == .progressed(["restarts": 1]))
    handle["restarts"] = 3
    #expect(throws: PlatformError.self) { try next() }
  }

  @Test("An upload that turns out to be complete is not sent again")
  func complete() throws {
    let session = FakeSession(bytes: 9)
    session.complete()
    let youTube = try PlatformFixture("youtube", session.answer)
    var publication = youTube.publication(content(youTube.server), handle: handle(9))
    guard case .progressed(let handle) = try youTube.connector.prepare(publication) else {
      Issue.record("nothing was noted")
      return
    }
    publication.handle = handle
    #expect(try youTube.connector.prepare(publication) == .ready)
    #expect(
      try youTube.connector.publish(publication, step: 0, timeout: .seconds(5)) == .processing(.seconds(2)))
    #expect(session.places.isEmpty)
  }

  @Test("An address for the upload that is not Google's gets neither media nor token")
  func strangeAddress() throws {
    let youTube = try PlatformFixture("youtube", answering: HTTPReply(status: 308))
    for address in [
      "https://evil.example/u", "http://www.googleapis.com/u", "https://www.googleapis.com@evil.example/u",
      "https://googleapis.com.evil.example/u", "https://evilgoogleapis.com/u",
    ] {
      let publication = youTube.publication(
        content(youTube.server), handle: ["session": .string(address), "bytes": 9])
      let error = try #require(throws: PlatformError.self) { try youTube.connector.prepare(publication) }
      #expect(error.code == "session_address")
    }
    #expect(youTube.server.requests.isEmpty)
  }

  @Test("The comment is a step of its own below the video")
  func comment() throws {
    let youTube = try PlatformFixture("youtube", answering: .json(200, #"{"id":"c1"}"#))
    let content = content(youTube.server, comment: "First")
    #expect(youTube.connector.steps(of: content) == 2)
    let published = try youTube.connector.publish(
      youTube.publication(content, handle: ["posted": ["v1"]]), step: 1, timeout: .seconds(5))
    #expect(published == .published(Published(remoteID: "c1")))
    let request = try #require(youTube.server.requests.first)
    #expect(request.path == "/www.googleapis.com/youtube/v3/commentThreads")
    #expect(request.query == "part=snippet")
    #expect(
      try JSON(parsing: request.body) == [
        "snippet": ["videoId": "v1", "topLevelComment": ["snippet": ["textOriginal": "First"]]]
      ])
  }

  @Test("Only the channel's own comment with this text is taken for it, on any page")
  func findComment() throws {
    func thread(_ id: String, _ channel: String, _ text: String) -> JSON {
      [
        "id": .string(id),
        "snippet": [
          "topLevelComment": [
            "snippet": ["textOriginal": .string(text), "authorChannelId": ["value": .string(channel)]]
          ]
        ],
      ]
    }
    let first: JSON = [
      "items": [thread("1", "other", "First"), thread("2", "42", "Else")], "nextPageToken": "p2",
    ]
    let second: JSON = ["items": [thread("3", "42", "First")]]
    let pages = [first.text, second.text]
    let youTube = try PlatformFixture("youtube") { request in
      .json(200, request.query.contains("pageToken=p2") ? pages[1] : pages[0])
    }
    func look(_ comment: String) throws -> ReadBack {
      try youTube.connector.readBack(
        youTube.publication(content(youTube.server, comment: comment), handle: ["posted": ["v1"]]), step: 1,
        since: .now())
    }
    #expect(try look("First") == .found(["3"]))
    #expect(try look("Last") == .absent)
  }

  @Test("A video is removed, also when it is not there any more", arguments: [204, 404])
  func delete(_ status: Int) throws {
    let youTube = try PlatformFixture("youtube", answering: HTTPReply(status: status))
    try youTube.connector.delete(youTube.publication(), remoteID: "v1")
    let request = try #require(youTube.server.requests.first)
    #expect(request.method == "DELETE")
    #expect(request.path == "/www.googleapis.com/youtube/v3/videos")
    #expect(request.query == "id=v1")
  }

  @Test("A Short is linked to as one")
  func permalink() throws {
    let youTube = try PlatformFixture("youtube", answering: nil)
    func link(_ options: JSONObject) throws -> String? {
      try youTube.connector.permalink(
        youTube.publication(content(youTube.server, options)), remoteID: "v1")
    }
    #expect(try link([:]) == "https://www.youtube.com/watch?v=v1")
    #expect(try link(["kind": "short"]) == "https://www.youtube.com/shorts/v1")
  }
}

/// A session of YouTube's, and the server of a video of its length.
final class FakeSession: Sendable {
  let bytes: Int64
  /// What it takes of a piece.
  private let largestPiece: Int64
  private let state = Mutex<(stored: Int64, isComplete: Bool, places: [String])>((0, false, []))

  init(bytes: Int64, largestPiece: Int64 = .max) {
    self.bytes = bytes
    self.largestPiece = largestPiece
  }

  var stored: Int64 { state.withLock { $0.stored } }
  var isComplete: Bool { state.withLock { $0.isComplete } }
  /// The ranges that were sent.
  var places: [String] { state.withLock { $0.places } }

  func complete() { state.withLock { $0.isComplete = true } }

  @Sendable func answer(_ request: HTTPRequest) -> HTTPReply? {
    if request.path == "/v.mp4" { return media(request.header("range") ?? "") }
    let place = request.header("content-range") ?? ""
    guard request.method == "PUT", place.hasSuffix("/\(bytes)") else { return HTTPReply(status: 400) }
    return state.withLock { state in
      if place != "bytes */\(bytes)" {
        let range = place.dropFirst(6).prefix { $0 != "/" }
        state.places.append(String(range))
        // Only what goes on where it is counts.
        guard range.hasPrefix("\(state.stored)-") else { return HTTPReply(status: 400) }
        state.stored += min(Int64(request.body.count), largestPiece)
        state.isComplete = state.stored == bytes
      }
      if state.isComplete { return .json(200, #"{"id":"v1"}"#) }
      let stored = state.stored > 0 ? [(name: "range", value: "bytes=0-\(state.stored - 1)")] : []
      return HTTPReply(status: 308, headers: stored)
    }
  }

  private func media(_ range: String) -> HTTPReply {
    let bounds = range.dropFirst(6).split(separator: "-").compactMap { Int($0) }
    guard bounds.count == 2 else { return HTTPReply(status: 400) }
    return HTTPReply(
      status: 206, headers: [("content-range", "bytes \(bounds[0])-\(bounds[1])/\(bytes)")],
      body: [UInt8](repeating: 7, count: bounds[1] - bounds[0] + 1))
  }
}
