internal import Core
internal import HTTPServer
internal import Platforms
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("A video is uploaded to Facebook in pieces and goes on where it was left") struct FacebookVideoTests {
  private static let size = 20_000_000

  /// Facebook's side: takes a piece only where it wants one, and is said to have `received` bytes already.
  private final class Upload: Sendable {
    private let received: Mutex<Int>
    let pieces = Mutex<[Int]>([])

    init(received: Int) { self.received = Mutex(received) }

    func answer(_ request: HTTPRequest) -> HTTPReply {
      if request.path.hasPrefix("/files/") { return Self.file(request) }
      // The fields come first: the piece itself is no text.
      let body = String(decoding: request.body.prefix(1500), as: UTF8.self)
      if body.contains("upload_phase=start") {
        return .json(200, offsets(#""upload_session_id":"s1","video_id":"v1","#))
      }
      if body.contains("upload_phase=finish") { return .json(200, #"{"success":true}"#) }
      let wanted = received.withLock { $0 }
      guard body.contains("name=\"start_offset\"\r\n\r\n\(wanted)\r\n") else {
        return .json(
          400, #"{"error":{"code":6001,"error_subcode":1363037,"message":"No","error_data":\#(offsets(""))}}"#
        )
      }
      let count = request.body.reduce(0) { $0 + ($1 == 0xAA ? 1 : 0) }
      pieces.withLock { $0.append(count) }
      received.withLock { $0 += count }
      return .json(200, offsets(""))
    }

    /// It wants all that is left: the connector sends what it can hold.
    private func offsets(_ more: String) -> String {
      "{\(more)\"start_offset\":\"\(received.withLock { $0 })\",\"end_offset\":\"\(size)\"}"
    }

    private static func file(_ request: HTTPRequest) -> HTTPReply {
      let ends = (request.header("range") ?? "").dropFirst(6).split(separator: "-").compactMap { Int($0) }
      guard ends.count == 2 else { return .json(400, "") }
      return HTTPReply(
        status: 206, headers: [("content-range", "bytes \(ends[0])-\(ends[1])/\(size)")],
        body: [UInt8](repeating: 0xAA, count: ends[1] - ends[0] + 1))
    }
  }

  private func prepareAll(_ facebook: PlatformFixture, _ handle: JSONObject) throws -> JSONObject {
    var handle = handle
    let content = Content(text: "Hi", media: [Media(url: facebook.server.url + "/files/a.mp4")])
    while case .progressed(let next) = try facebook.connector.prepare(
      facebook.publication(content, handle: handle))
    {
      handle = next
    }
    return handle
  }

  @Test("It is sent in pieces of at most 8 MiB, then finished")
  func whole() throws {
    let upload = Upload(received: 0)
    let facebook = try PlatformFixture("facebook") { upload.answer($0) }
    let handle = try prepareAll(facebook, [:])
    #expect(upload.pieces.withLock { $0 } == [8 << 20, 8 << 20, Self.size - (16 << 20)])
    #expect(handle["video"] == "v1")
    let start = try #require(facebook.server.requests.first { $0.path.contains("/42/videos") })
    #expect(start.path == "/graph-video.facebook.com/v26.0/42/videos")
    #expect(String(decoding: start.body, as: UTF8.self).contains("file_size=20000000"))
    let content = Content(text: "Hi", media: [Media(url: "https://example.com/a.mp4")], title: "T")
    #expect(
      try facebook.connector.publish(
        facebook.publication(content, handle: handle), step: 0, timeout: .seconds(5))
        == .processing(.seconds(5)))
    let finish = String(decoding: try #require(facebook.server.requests.last).body, as: UTF8.self)
    #expect(finish.contains("upload_session_id=s1"))
    #expect(finish.contains("description=Hi"))
    #expect(finish.contains("title=T"))
  }

  @Test("After a crash it goes on at the byte that Facebook wants, not at the one that was saved")
  func resumed() throws {
    let upload = Upload(received: 12_000_000)
    let facebook = try PlatformFixture("facebook") { upload.answer($0) }
    let saved: JSONObject = [
      "begun": .integer(Instant.now().seconds), "session": "s1", "video": "v1", "start": 8_388_608,
      "end": .integer(Int64(Self.size)),
    ]
    let handle = try prepareAll(facebook, saved)
    #expect(upload.pieces.withLock { $0 } == [8_000_000])
    #expect(handle["start"] == .integer(Int64(Self.size)))
  }

  @Test("An upload that is not known any more begins anew, three times at most", arguments: [0, 2, 3])
  func lost(_ restarts: Int64) throws {
    let facebook = try PlatformFixture("facebook") { request in
      request.path.hasPrefix("/files/")
        ? HTTPReply(
          status: 206, headers: [("content-range", "bytes 0-9/10")], body: [UInt8](repeating: 1, count: 10))
        : .json(400, #"{"error":{"code":6000,"error_subcode":1363041,"message":"Gone"}}"#)
    }
    let handle: JSONObject = [
      "session": "s1", "video": "v1", "start": 0, "end": 10, "restarts": .integer(restarts),
    ]
    let content = Content(text: "Hi", media: [Media(url: facebook.server.url + "/files/a.mp4")])
    let publication = facebook.publication(content, handle: handle)
    if restarts < 3 {
      #expect(
        try facebook.connector.prepare(publication) == .progressed(["restarts": .integer(restarts + 1)]))
    } else {
      #expect(throws: PlatformError.self) { try facebook.connector.prepare(publication) }
    }
  }
}

@Suite("What Facebook shows tells what became of a request") struct FacebookReadBackTests {
  private static let start = Instant(seconds: 1_795_255_200)
  private static let video = Content(text: "Hi", media: [Media(url: "https://example.com/a.mp4")])

  private func look(
    _ body: String, _ content: Content, handle: JSONObject = [:], step: Int = 0
  ) throws -> ReadBack {
    let facebook = try PlatformFixture("facebook", answering: .json(200, body))
    return try facebook.connector.readBack(
      facebook.publication(content, handle: handle), step: step, since: Self.start)
  }

  private func time(_ seconds: Int64) -> String {
    (Self.start + .seconds(seconds)).description.replacing("Z", with: "+0000").replacing(".000000", with: "")
  }

  @Test("A post is found by its message and its time")
  func post() throws {
    func look(_ message: String, _ seconds: Int64) throws -> ReadBack {
      try self.look(
        #"{"data":[{"id":"42_7","message":"\#(message)","created_time":"\#(time(seconds))"}]}"#,
        Content(text: "Hi", link: "https://example.com"))
    }
    #expect(try look("Hi", 5) == .found(["42_7"]))
    #expect(try look("Hi", -30) == .found(["42_7"]))
    #expect(try look("Hi", -31) == .absent)
    #expect(try look("Hi", 601) == .absent)
    #expect(try look("Bye", 5) == .absent)
    #expect(try self.look(#"{"data":[]}"#, Content(text: "Hi")) == .absent)
  }

  @Test("All pages of the list are read")
  func pages() throws {
    let created = time(1)
    let facebook = try PlatformFixture("facebook") { request in
      request.query.contains("after=c1")
        ? .json(200, #"{"data":[{"id":"2","message":"Hello","created_time":"\#(created)"}]}"#)
        : .json(
          200,
          #"{"data":[{"id":"1","message":"No","created_time":"\#(created)"}],"paging":{"cursors":{"after":"c1"},"next":"x"}}"#
        )
    }
    #expect(
      try facebook.connector.readBack(facebook.publication(), step: 0, since: Self.start) == .found(["2"]))
  }

  @Test(
    "A video is known by its status",
    arguments: [
      (#"{"status":{"video_status":"processing"}}"#, .processing(.seconds(10))),
      (
        #"{"status":{"video_status":"ready","publishing_phase":{"publish_status":"published"}}}"#,
        .found(["v1"])
      ),
      (#"{"status":{"video_status":"ready"},"published":true}"#, .found(["v1"])),
      (#"{"status":{"video_status":"ready"},"published":false}"#, .processing(.seconds(10))),
      (#"{"status":{"video_status":"upload_complete"},"published":false}"#, .absent),
      (
        #"{"status":{"video_status":"error","processing_phase":{"status":"error","error":{"message":"Video too short"}}}}"#,
        .refused(PlatformError(.mediaRejected, code: "error", detail: "Video too short"))
      ),
    ] as [(String, ReadBack)])
  func videos(_ body: String, _ expected: ReadBack) throws {
    #expect(try look(body, Self.video, handle: ["video": "v1"]) == expected)
  }

  @Test("A story is known by its photo; another one of its time is not taken for it, but leaves it open")
  func stories() throws {
    let content = Content(
      text: "", media: [Media(url: "https://example.com/a.jpg")], options: ["kind": "story"])
    let start = Instant.now()
    func look(_ medium: String, _ seconds: Int64) throws -> ReadBack {
      let created = start.seconds + seconds
      let facebook = try PlatformFixture(
        "facebook",
        answering: .json(
          200, #"{"data":[{"post_id":"s1","media_id":"\#(medium)","creation_time":"\#(created)"}]}"#))
      return try facebook.connector.readBack(
        facebook.publication(content, handle: ["photos": ["p1"]]), step: 0, since: start)
    }
    #expect(try look("p1", -9999) == .found(["s1"]))
    #expect(try look("p2", 3) == .possible(["s1"]))
    #expect(try look("p2", -99) == .absent)
    // After a day an empty list says nothing.
    let facebook = try PlatformFixture("facebook", answering: .json(200, #"{"data":[]}"#))
    #expect(
      try facebook.connector.readBack(
        facebook.publication(content, handle: ["photos": ["p1"]]), step: 0, since: start + .seconds(-90_000))
        == .inconclusive)
  }

  @Test("Only the page's own comment counts")
  func comment() throws {
    func look(_ author: String, _ message: String) throws -> ReadBack {
      try self.look(
        #"{"data":[{"id":"c1","message":"\#(message)","from":{"id":"\#(author)"},"created_time":"\#(time(1))"}]}"#,
        Content(text: "Hi", firstComment: "First!"), handle: ["posted": ["42_7"]], step: 1)
    }
    #expect(try look("42", "First!") == .found(["c1"]))
    #expect(try look("77", "First!") == .absent)
    #expect(try look("42", "Second!") == .absent)
  }
}
