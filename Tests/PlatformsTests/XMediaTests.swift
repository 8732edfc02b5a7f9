internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Media go to X piece by piece") struct XMediaTests {
  /// Two whole parts of 4 MiB and one byte.
  private static let length = 8_388_609

  /// An X and the server of the media in one. `status` are the answers about the processing, in their order.
  private func fixture(
    processing: [String] = [#"{"state":"in_progress","check_after_secs":2}"#, #"{"state":"succeeded"}"#],
    append: Int = 200, finalize: Int = 200
  ) throws -> PlatformFixture {
    let states = Answers(processing)
    return try PlatformFixture("x") { request in
      switch (request.method, request.path) {
      case (_, "/clip.mp4"): return Self.range(of: request)
      case (_, "/anim.gif"), (_, "/anim"): return Self.gif(request)
      case (_, "/pixel.png"): return HTTPReply(status: 200, body: [0x89, 0x50, 0x4E, 0x47, 0, 1])
      case ("POST", "/api.x.com/2/media/upload"):
        return .json(200, #"{"data":{"id":"image1","expires_after_secs":86400}}"#)
      case ("POST", "/api.x.com/2/media/upload/initialize"):
        return .json(200, #"{"data":{"id":"m1","expires_after_secs":86400}}"#)
      case ("POST", "/api.x.com/2/media/upload/m1/append"):
        let invalid = #"{"detail":"Your media IDs are invalid."}"#
        return .json(append, append == 200 ? #"{"data":{"expires_at":1}}"# : invalid)
      case ("POST", "/api.x.com/2/media/upload/m1/finalize"):
        return .json(
          finalize, #"{"data":{"id":"m1","processing_info":{"state":"pending","check_after_secs":1}}}"#)
      case ("GET", "/api.x.com/2/media/upload"):
        return .json(200, #"{"data":{"id":"m1","processing_info":\#(states.next())}}"#)
      default: return .json(200, "{}")
      }
    }
  }

  private static func range(of request: HTTPRequest) -> HTTPReply {
    let ends = (request.header("range") ?? "").dropFirst("bytes=".count).split(separator: "-").compactMap {
      Int($0)
    }
    guard ends.count == 2 else { return HTTPReply(status: 416) }
    return HTTPReply(
      status: 206, headers: [("content-range", "bytes \(ends[0])-\(ends[1])/\(length)")],
      body: [UInt8](repeating: 7, count: ends[1] - ends[0] + 1))
  }

  private static func gif(_ request: HTTPRequest) -> HTTPReply {
    let bytes = Array("GIF89a".utf8)
    guard let header = request.header("range"), header != "bytes=0-0" else {
      return HTTPReply(status: 200, body: bytes)
    }
    return HTTPReply(status: 206, headers: [("content-range", "bytes 0-5/6")], body: bytes)
  }

  private func content(_ fixture: PlatformFixture, _ path: String, alt: String? = nil) -> Content {
    Content(text: "a", media: [Media(url: fixture.server.url + path, altText: alt)])
  }

  /// Prepares until it is ready or has to wait; the handle is written down and read again after every piece.
  private func prepare(_ fixture: PlatformFixture, _ content: Content, _ handle: JSONObject = [:]) throws
    -> [JSONObject]
  {
    var handles = [handle]
    for _ in 0..<20 {
      let last = try JSON(parsing: JSON.object(handles[handles.count - 1]).text).object ?? [:]
      guard
        case .progressed(let next) = try fixture.connector.prepare(fixture.publication(content, handle: last))
      else { return handles }
      handles.append(next)
    }
    return handles
  }

  private func calls(_ fixture: PlatformFixture) -> [String] {
    fixture.server.requests.filter { $0.path.hasPrefix("/api.x.com") }.map {
      "\($0.method) \($0.path.dropFirst("/api.x.com/2/media/".count))"
    }
  }

  @Test("A video is announced, sent in parts of 4 MiB, finished and waited for")
  func video() throws {
    let x = try fixture()
    let content = content(x, "/clip.mp4")
    let handles = try prepare(x, content)
    #expect(
      calls(x) == [
        "POST upload/initialize", "POST upload/m1/append", "POST upload/m1/append", "POST upload/m1/append",
        "POST upload/m1/finalize", "GET upload",
      ])
    let requests = x.server.requests
    let order = try JSON(parsing: try #require(requests.first { $0.path.hasSuffix("initialize") }).body)
    #expect(
      order == [
        "media_type": "video/mp4", "media_category": "tweet_video",
        "total_bytes": .integer(Int64(Self.length)),
      ])
    let parts = requests.filter { $0.path.hasSuffix("append") }.map {
      String(decoding: $0.body, as: UTF8.self)
    }
    #expect(parts.enumerated().allSatisfy { $1.contains("name=\"segment_index\"\r\n\r\n\($0)\r\n") })
    #expect(parts.map { $0.utf8.count(where: { $0 == 7 }) } == [4_194_304, 4_194_304, 1])
    // "in_progress" was read: there was something to wait for. The next look finds it ready.
    let done = try prepare(x, content, handles[handles.count - 1])
    #expect(done.last?["media_ids"] == ["m1"] && done.last?["upload"] == nil)
  }

  @Test("X says how long to wait")
  func wait() throws {
    let x = try fixture(processing: [#"{"state":"pending","check_after_secs":7}"#])
    let content = content(x, "/clip.mp4")
    let last = try #require(try prepare(x, content).last)
    #expect(try x.connector.prepare(x.publication(content, handle: last)) == .wait(.seconds(7)))
  }

  // Seen red when `parts` was not kept in the handle.
  @Test("Whoever continues an upload sends only what is missing")
  func resume() throws {
    let x = try fixture()
    let content = content(x, "/clip.mp4")
    let handles = try prepare(x, content)
    let count = calls(x).count
    _ = try prepare(x, content, handles[3])
    #expect(calls(x)[count...].prefix(2) == ["POST upload/m1/append", "POST upload/m1/finalize"])
    let part = try #require(x.server.requests.last { $0.path.hasSuffix("append") })
    #expect(String(decoding: part.body, as: UTF8.self).contains("\r\n\r\n2\r\n"))
  }

  @Test("What was finished by a process that died is not finished again, but looked at")
  func finished() throws {
    let x = try fixture(finalize: 400)
    #expect(try prepare(x, content(x, "/clip.mp4")).last?["media_ids"] == ["m1"])
  }

  @Test("An upload that X does not know is begun anew, three times at most")
  func forgotten() throws {
    let x = try fixture(append: 400)
    let error = try #require(throws: PlatformError.self) { try prepare(x, content(x, "/clip.mp4")) }
    #expect(error.kind == .transient)
    #expect(calls(x).count { $0.hasSuffix("initialize") } == 4)
  }

  @Test("A failing server is no reason to begin anew")
  func failing() throws {
    let x = try fixture(append: 503)
    let error = try #require(throws: PlatformError.self) { try prepare(x, content(x, "/clip.mp4")) }
    #expect(error.kind == .transient)
    #expect(calls(x).count { $0.hasSuffix("initialize") } == 1)
  }

  @Test("Media that would be over before the post are sent anew")
  func expired() throws {
    let x = try fixture()
    let old: JSONObject = ["media_ids": ["m0"], "expires": .integer(Instant.now().seconds - 1)]
    let next = try x.connector.prepare(x.publication(content(x, "/pixel.png"), handle: old))
    #expect(next == .progressed(["restarts": 1]))
    let good: JSONObject = ["media_ids": ["m0"], "expires": .integer(Instant.now().seconds + 100)]
    #expect(try x.connector.prepare(x.publication(content(x, "/pixel.png"), handle: good)) == .ready)
  }

  @Test("X's reason for not converting a video is passed on")
  func failed() throws {
    let x = try fixture(processing: [
      #"{"state":"failed","error":{"code":1,"name":"InvalidMedia","message":"Unsupported video format"}}"#
    ])
    let error = try #require(throws: PlatformError.self) { try prepare(x, content(x, "/clip.mp4")) }
    #expect(error.kind == .mediaRejected && error.code == "InvalidMedia")
    #expect(error.detail.contains("Unsupported video format"))
  }

  @Test("A GIF is known by its name or by its bytes", arguments: ["/anim.gif", "/anim"])
  func gif(_ path: String) throws {
    let x = try fixture()
    _ = try prepare(x, content(x, path))
    let order = try JSON(
      parsing: try #require(x.server.requests.first { $0.path.hasSuffix("initialize") }).body)
    #expect(order["media_category"]?.string == "tweet_gif" && order["total_bytes"]?.integer == 6)
  }

  @Test("An alternative text follows its image, and videos have none")
  func altText() throws {
    let x = try fixture()
    let handles = try prepare(x, content(x, "/pixel.png", alt: "A cup"))
    #expect(calls(x) == ["POST upload", "POST metadata"])
    let described = try #require(x.server.requests.last { $0.path.hasSuffix("metadata") })
    #expect(
      try JSON(parsing: described.body) == ["id": "image1", "metadata": ["alt_text": ["text": "A cup"]]])
    #expect(handles.count == 3)
    let video = try fixture(processing: [#"{"state":"succeeded"}"#])
    _ = try prepare(video, content(video, "/clip.mp4", alt: "A cup"))
    #expect(!calls(video).contains("POST metadata"))
  }
}
