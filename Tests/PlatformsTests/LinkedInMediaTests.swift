internal import Core
internal import HTTPServer
internal import Platforms
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Media go to LinkedIn piece by piece") struct LinkedInMediaTests {
  private static let pixel: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0, 1]
  /// Two whole parts and one byte, as LinkedIn would lay them down if its parts had 40,000 bytes.
  private static let length = 80_001

  /// A LinkedIn that keeps what it was sent, and the server of the media in one.
  private func fixture(status: String = "AVAILABLE", part: Int = 200) throws -> PlatformFixture {
    let address = Mutex("")
    let fixture = try PlatformFixture("linkedin") { request in
      let base = address.withLock { $0 }
      switch (request.method, request.path) {
      case (_, "/pixel.png"): return HTTPReply(status: 200, body: Self.pixel)
      case (_, "/page.html"): return HTTPReply(status: 200, body: Array("<html>".utf8))
      case (_, "/clip.mp4"): return Self.range(of: request)
      case ("POST", "/api.linkedin.com/rest/images"):
        return .json(200, #"{"value":{"image":"urn:li:image:1","uploadUrl":"\#(base)/up/image"}}"#)
      case ("POST", "/api.linkedin.com/rest/videos") where request.query == "action=initializeUpload":
        let parts = [(0, 39_999), (40_000, 79_999), (80_000, 80_000)].map {
          #"{"uploadUrl":"\#(base)/up/\#($0)","firstByte":\#($0),"lastByte":\#($1)}"#
        }
        return .json(
          200,
          #"{"value":{"video":"urn:li:video:1","uploadToken":"tok","uploadInstructions":[\#(parts.joined(separator: ","))]}}"#
        )
      case ("POST", "/api.linkedin.com/rest/videos"): return HTTPReply(status: 200)
      case ("GET", _):
        return .json(200, #"{"status":"\#(status)","processingFailureReason":"CODEC"}"#)
      case ("PUT", let path):
        return HTTPReply(status: part, headers: [("etag", "tag\(path.split(separator: "/").last ?? "")")])
      default: return HTTPReply(status: 405)
      }
    }
    address.withLock { $0 = fixture.server.url }
    return fixture
  }

  private static func range(of request: HTTPRequest) -> HTTPReply {
    let ends = (request.header("range") ?? "").dropFirst("bytes=".count).split(separator: "-").compactMap {
      Int($0)
    }
    guard ends.count == 2 else { return HTTPReply(status: 416) }
    return HTTPReply(
      status: 206, headers: [("content-range", "bytes \(ends[0])-\(ends[1])/\(length)")],
      body: (ends[0]...ends[1]).map { UInt8(truncatingIfNeeded: $0 / 1000) })
  }

  private func publication(_ fixture: PlatformFixture, _ content: Content, _ handle: JSONObject = [:])
    -> Publication
  {
    Publication(
      content: content, identity: RemoteIdentity(remoteID: "urn:li:organization:123", name: "Cafe"),
      grant: Grant(accessToken: "token", refreshToken: nil, expiresAt: nil), handle: handle)
  }

  private func content(_ fixture: PlatformFixture, _ paths: String...) -> Content {
    Content(text: "a", media: paths.map { Media(url: fixture.server.url + $0) })
  }

  /// Prepares until it is ready; the handle is written down and read again after every piece, as a new process does.
  private func prepare(_ fixture: PlatformFixture, _ content: Content, _ handle: JSONObject = [:]) throws
    -> [JSONObject]
  {
    var handles = [handle]
    for _ in 0..<20 {
      let last = try JSON(parsing: JSON.object(handles[handles.count - 1]).text).object ?? [:]
      switch try fixture.connector.prepare(publication(fixture, content, last)) {
      case .ready: return handles
      case .progressed(let next): handles.append(next)
      case .wait: return handles
      }
    }
    return handles
  }

  @Test("An image is registered, then sent as it is; each image is one piece")
  func images() throws {
    let fixture = try fixture()
    let handles = try prepare(fixture, content(fixture, "/pixel.png", "/pixel.png"))
    #expect(handles.map { $0["media"]?.array?.count ?? 0 } == [0, 1, 2])
    let requests = fixture.server.requests.filter { $0.path != "/pixel.png" }
    #expect(requests.map(\.method) == ["POST", "PUT", "POST", "PUT"])
    #expect(requests[0].query == "action=initializeUpload")
    #expect(
      try JSON(parsing: requests[0].body) == [
        "initializeUploadRequest": ["owner": "urn:li:organization:123"]
      ])
    #expect(requests[1].body == Self.pixel && requests[1].header("authorization") == "Bearer token")
  }

  @Test("What is no image is not uploaded")
  func noImage() throws {
    let fixture = try fixture()
    let error = try #require(throws: PlatformError.self) {
      try fixture.connector.prepare(publication(fixture, content(fixture, "/page.html")))
    }
    #expect(error.kind == .mediaRejected)
    #expect(fixture.server.requests.allSatisfy { $0.method == "GET" })
  }

  @Test("The thumbnail of a card is uploaded; a post that is out needs nothing more")
  func thumbnail() throws {
    let fixture = try fixture()
    let card = Content(
      text: "", link: "https://a.io", title: "Menu",
      options: ["thumbnail_url": .string(fixture.server.url + "/pixel.png")])
    #expect(try prepare(fixture, card).last == ["thumbnail": "urn:li:image:1"])
    let count = fixture.server.requests.count
    #expect(try prepare(fixture, card, ["posted": ["7"]]).count == 1)
    #expect(fixture.server.requests.count == count)
  }

  @Test("A video goes in the parts that LinkedIn lays down, without the token, and is named by their tags")
  func video() throws {
    let fixture = try fixture()
    let handles = try prepare(fixture, content(fixture, "/clip.mp4"))
    #expect(handles.last == ["media": ["urn:li:video:1"]])
    // Registered, three parts, finished, found ready: six pieces.
    #expect(handles.count == 7)
    let requests = fixture.server.requests
    let order = try JSON(parsing: try #require(requests.first { $0.method == "POST" }).body)
    #expect(order["initializeUploadRequest"]?["fileSizeBytes"]?.integer == Int64(Self.length))
    let puts = requests.filter { $0.method == "PUT" }
    #expect(puts.flatMap(\.body) == (0..<Self.length).map { UInt8(truncatingIfNeeded: $0 / 1000) })
    #expect(puts.allSatisfy { $0.header("authorization") == nil })
    #expect(puts.map(\.body.count) == [40_000, 40_000, 1])
    let end = try #require(requests.last { $0.query == "action=finalizeUpload" })
    #expect(
      try JSON(parsing: end.body) == [
        "finalizeUploadRequest": [
          "video": "urn:li:video:1", "uploadToken": "tok",
          "uploadedPartIds": ["tag0", "tag40000", "tag80000"],
        ]
      ])
  }

  @Test("A video that LinkedIn forgot is uploaded anew, a few times at most", arguments: [0, 2, 3])
  func forgotten(_ restarts: Int64) throws {
    let refusal = #"{"status":404,"code":"NOT_FOUND","message":"There is no urn:li:video:1"}"#
    let fixture = try PlatformFixture("linkedin", answering: .json(404, refusal))
    let media = Media(url: fixture.server.url + "/clip.mp4")
    let part: JSON = ["firstByte": 0, "lastByte": 9, "uploadUrl": "http://localhost/"]
    let publication = fixture.publication(
      Content(text: "Hello", media: [media]),
      handle: [
        "restarts": .integer(restarts),
        "upload": ["video": "urn:li:video:1", "token": "t", "parts": [part], "etags": ["e"]],
      ])
    guard restarts < 3 else {
      #expect(throws: PlatformError.self) { try fixture.connector.prepare(publication) }
      return
    }
    #expect(
      try fixture.connector.prepare(publication) == .progressed(["restarts": .integer(restarts + 1)]))
  }

  @Test("Whoever continues an upload sends only what is missing")
  func resume() throws {
    let fixture = try fixture()
    let handles = try prepare(fixture, content(fixture, "/clip.mp4"))
    let before = fixture.server.requests.count
    _ = try prepare(fixture, content(fixture, "/clip.mp4"), handles[3])
    let later = fixture.server.requests[before...].filter { !$0.path.hasSuffix("clip.mp4") }
    #expect(
      later.map { "\($0.method) \($0.path)" } == [
        "PUT /up/80000", "POST /api.linkedin.com/rest/videos",
        "GET /api.linkedin.com/rest/videos/urn%3Ali%3Avideo%3A1",
      ])
  }

  @Test("An upload that LinkedIn has forgotten is begun anew, three times at most")
  func forgotten() throws {
    let fixture = try fixture(part: 404)
    let error = try #require(throws: PlatformError.self) {
      try prepare(fixture, content(fixture, "/clip.mp4"))
    }
    #expect(error.kind == .transient)
    #expect(fixture.server.requests.count { $0.query == "action=initializeUpload" } == 4)
  }

  @Test("A part that fails on the way is sent again later, not the whole")
  func failing() throws {
    let fixture = try fixture(part: 503)
    let error = try #require(throws: PlatformError.self) {
      try prepare(fixture, content(fixture, "/clip.mp4"))
    }
    #expect(error.kind == .transient)
    #expect(fixture.server.requests.count { $0.query == "action=initializeUpload" } == 1)
  }

  @Test("Addresses that have expired are not used")
  func expired() throws {
    let fixture = try fixture()
    var handle = try prepare(fixture, content(fixture, "/clip.mp4"))[2]
    var upload = try #require(handle["upload"]?.object)
    upload["expires"] = 1000
    handle["upload"] = .object(upload)
    let next = try fixture.connector.prepare(publication(fixture, content(fixture, "/clip.mp4"), handle))
    #expect(next == .progressed(["restarts": 1]))
  }

  @Test("LinkedIn is waited for while it converts, and believed when it cannot")
  func processing() throws {
    let busy = try fixture(status: "PROCESSING")
    let last = try #require(try prepare(busy, content(busy, "/clip.mp4")).last)
    #expect(
      try busy.connector.prepare(publication(busy, content(busy, "/clip.mp4"), last)) == .wait(.seconds(3)))
    let failed = try fixture(status: "PROCESSING_FAILED")
    let error = try #require(throws: PlatformError.self) { try prepare(failed, content(failed, "/clip.mp4")) }
    #expect(error.kind == .mediaRejected && error.detail.contains("CODEC"))
  }

  @Test("A video of a size that LinkedIn does not take is not begun", arguments: [76_799, 500_000_001])
  func size(_ bytes: Int64) throws {
    let fixture = try fixture()
    let facts = Media.Facts(contentType: "video/mp4", bytes: bytes, width: 1, height: 1)
    let content = Content(text: "a", media: [Media(url: fixture.server.url + "/clip.mp4", facts: facts)])
    let error = try #require(throws: PlatformError.self) { try prepare(fixture, content) }
    #expect(error.kind == .mediaRejected)
    #expect(fixture.server.requests.isEmpty)
  }
}
