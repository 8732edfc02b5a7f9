internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("TikTok is asked in TikTok's words") struct TikTokTests {
  private static let address = "https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=x"

  private func ok(_ data: JSON) -> HTTPReply {
    let body: JSON = ["data": data, "error": ["code": "ok", "message": "", "log_id": "1"]]
    return .json(200, body.text)
  }

  private func video(_ server: StubServer, _ options: JSONObject = [:]) -> Content {
    var options = options
    options["privacy_level"] = "SELF_ONLY"
    return Content(
      text: "Tea", media: [Media(url: server.url + "/v.mp4")], link: "https://a.io", options: options)
  }

  private func handle(_ bytes: Int64, sent: Int64 = 0, age: Int64 = 0, _ more: JSONObject = [:]) -> JSONObject
  {
    var handle: JSONObject = [
      "creator": [:], "publish_id": "p1", "upload": .string(Self.address), "bytes": .integer(bytes),
      "announced": .integer(Instant.now().seconds - age), "sent": .integer(sent),
    ]
    for (name, value) in more.members { handle[name] = value }
    return handle
  }

  /// A video of this length, of which any part is given.
  private static func media(_ request: HTTPRequest, _ bytes: Int64) -> HTTPReply? {
    guard request.path == "/v.mp4" else { return nil }
    let bounds = (request.header("range") ?? "").dropFirst(6).split(separator: "-").compactMap { Int($0) }
    guard bounds.count == 2 else { return HTTPReply(status: 400) }
    return HTTPReply(
      status: 206, headers: [("content-range", "bytes \(bounds[0])-\(bounds[1])/\(bytes)")],
      body: [UInt8](repeating: 7, count: bounds[1] - bounds[0] + 1))
  }

  @Test("The creator is asked before anything else, and what they have switched off stays off")
  func creator() throws {
    let info: JSON = [
      "privacy_level_options": ["PUBLIC_TO_EVERYONE", "SELF_ONLY"], "comment_disabled": true,
      "duet_disabled": false,
      "stitch_disabled": false, "max_video_post_duration_sec": 60,
    ]
    let reply = ok(info)
    let tikTok = try PlatformFixture("tiktok") { _ in reply }
    let next = try tikTok.connector.prepare(tikTok.publication(video(tikTok.server)))
    #expect(
      next
        == .progressed([
          "creator": ["comment_disabled": true, "duet_disabled": false, "stitch_disabled": false]
        ]))
    #expect(tikTok.server.requests.first?.path == "/open.tiktokapis.com/v2/post/publish/creator_info/query/")
    #expect(tikTok.server.requests.first?.header("authorization") == "Bearer token")
    var other = video(tikTok.server)
    other.options["privacy_level"] = "FOLLOWER_OF_CREATOR"
    let error = try #require(throws: PlatformError.self) {
      try tikTok.connector.prepare(tikTok.publication(other))
    }
    #expect(error.kind == .contentRejected)
    #expect(error.detail.contains("PUBLIC_TO_EVERYONE, SELF_ONLY"))
    let facts = Media.Facts(
      contentType: "video/mp4", bytes: 9, width: 400, height: 400, duration: .seconds(61))
    var long = video(tikTok.server)
    long.media[0].facts = facts
    let refusal = try #require(throws: PlatformError.self) {
      try tikTok.connector.prepare(tikTok.publication(long))
    }
    #expect(refusal.kind == .mediaRejected)
  }

  @Test(
    "A video is announced with the plan of its pieces",
    arguments: [
      (1, 1, 1), (4_999_999, 4_999_999, 1), (5_242_880, 5_242_880, 1), (5_242_881, 5_242_880, 1),
      (10_485_759, 5_242_880, 1), (10_485_760, 5_242_880, 2), (4_294_967_296, 5_242_880, 819),
    ] as [(Int64, Int64, Int64)])
  func plan(_ bytes: Int64, _ chunk: Int64, _ count: Int64) throws {
    let reply = ok(["publish_id": "p1", "upload_url": .string(Self.address)])
    let tikTok = try PlatformFixture("tiktok") { Self.media($0, bytes) ?? reply }
    let options: JSONObject = [
      "disable_duet": true, "brand_organic_toggle": true, "is_aigc": true, "cover_ms": 1500,
    ]
    let next = try tikTok.connector.prepare(
      tikTok.publication(video(tikTok.server, options), handle: ["creator": ["comment_disabled": true]]))
    guard case .progressed(let handle) = next else {
      Issue.record("\(next)")
      return
    }
    #expect(handle["publish_id"] == "p1")
    #expect(handle["bytes"] == .integer(bytes))
    let request = try #require(tikTok.server.requests.last)
    #expect(request.path == "/open.tiktokapis.com/v2/post/publish/video/init/")
    #expect(request.header("content-type") == "application/json; charset=UTF-8")
    #expect(
      try JSON(parsing: request.body) == [
        "post_info": [
          "privacy_level": "SELF_ONLY", "disable_comment": true, "brand_content_toggle": false,
          "brand_organic_toggle": true, "title": "Tea\n\nhttps://a.io", "disable_duet": true,
          "disable_stitch": false, "video_cover_timestamp_ms": 1500, "is_aigc": true,
        ],
        "source_info": [
          "source": "FILE_UPLOAD", "video_size": .integer(bytes), "chunk_size": .integer(chunk),
          "total_chunk_count": .integer(count),
        ],
      ])
  }

  @Test("All but the last piece is sent ahead; the last one, with the rest, publishes")
  func upload() throws {
    let bytes: Int64 = 3 * 5_242_880 + 7
    let tikTok = try PlatformFixture("tiktok") { request in
      Self.media(request, bytes)
        ?? HTTPReply(status: request.header("content-range")?.contains("-\(bytes - 1)/") == true ? 201 : 206)
    }
    func publication(_ sent: Int64) -> Publication {
      tikTok.publication(video(tikTok.server), handle: handle(bytes, sent: sent))
    }
    func places() -> [String] {
      tikTok.server.requests.filter { $0.method == "PUT" }.compactMap { $0.header("content-range") }
    }
    guard case .progressed(let first) = try tikTok.connector.prepare(publication(0)) else {
      Issue.record("the first piece was not sent")
      return
    }
    #expect(first["sent"] == 1)
    _ = try tikTok.connector.prepare(publication(1))
    #expect(try tikTok.connector.prepare(publication(2)) == .ready)
    #expect(places() == ["bytes 0-5242879/15728647", "bytes 5242880-10485759/15728647"])
    let outcome = try tikTok.connector.publish(publication(2), step: 0, timeout: .seconds(5))
    #expect(outcome == .processing(.seconds(2)))
    #expect(places().last == "bytes 10485760-15728646/15728647")
    let put = try #require(tikTok.server.requests.last)
    #expect(put.path == "/open-upload.tiktokapis.com/video/")
    #expect(put.query == "upload_id=1&upload_token=x")
    #expect(put.header("content-type") == "video/mp4")
    #expect(put.header("authorization") == nil)
  }

  @Test(
    "A piece that arrived but was not noted is not sent again",
    arguments: [(1, 1), (2, 2), (0, 0)] as [(Int64, Int64)])
  func resume(_ stored: Int64, _ sent: Int64) throws {
    let bytes: Int64 = 3 * 5_242_880
    let status = ok(["status": "PROCESSING_UPLOAD", "uploaded_bytes": .integer(stored * 5_242_880)])
    let tikTok = try PlatformFixture("tiktok") { request in
      Self.media(request, bytes) ?? (request.method == "PUT" ? HTTPReply(status: 416) : status)
    }
    let next = try tikTok.connector.prepare(tikTok.publication(video(tikTok.server), handle: handle(bytes)))
    guard case .progressed(let handle) = next else {
      Issue.record("\(next)")
      return
    }
    #expect(handle == (sent > 0 ? self.handle(bytes, sent: sent) : ["restarts": 1]))
  }

  @Test("An upload that is too old, or that TikTok has no more, is begun anew, three times at most")
  func restart() throws {
    let tikTok = try PlatformFixture("tiktok") { Self.media($0, 20 << 20) ?? HTTPReply(status: 403) }
    func next(_ handle: JSONObject) throws -> Preparation {
      try tikTok.connector.prepare(tikTok.publication(video(tikTok.server), handle: handle))
    }
    #expect(try next(handle(20 << 20)) == .progressed(["restarts": 1]))
    #expect(try next(handle(20 << 20, age: 3301)) == .progressed(["restarts": 1]))
    #expect(throws: PlatformError.self) { try next(handle(20 << 20, ["restarts": 3])) }
  }

  @Test("Photos are named by their addresses; the answer's id is kept to look with")
  func photos() throws {
    let reply = ok(["publish_id": "p9"])
    let tikTok = try PlatformFixture("tiktok") { _ in reply }
    let content = Content(
      text: "Two", media: [Media(url: "https://a.io/1.jpg"), Media(url: "https://a.io/2.jpg")], title: "Tea",
      options: ["privacy_level": "PUBLIC_TO_EVERYONE", "auto_add_music": true, "photo_cover_index": 1])
    let publication = tikTok.publication(content, handle: ["creator": [:]])
    #expect(try tikTok.connector.prepare(publication) == .ready)
    let outcome = try tikTok.connector.publish(publication, step: 0, timeout: .seconds(5))
    #expect(outcome == .processing(.seconds(2), noting: ["creator": [:], "publish_id": "p9"]))
    let request = try #require(tikTok.server.requests.last)
    #expect(request.path == "/open.tiktokapis.com/v2/post/publish/content/init/")
    #expect(
      try JSON(parsing: request.body) == [
        "post_info": [
          "privacy_level": "PUBLIC_TO_EVERYONE", "disable_comment": false, "brand_content_toggle": false,
          "brand_organic_toggle": false, "title": "Tea", "description": "Two", "auto_add_music": true,
        ],
        "source_info": [
          "source": "PULL_FROM_URL", "photo_images": ["https://a.io/1.jpg", "https://a.io/2.jpg"],
          "photo_cover_index": 1,
        ], "post_mode": "DIRECT_POST", "media_type": "PHOTO",
      ])
  }

  @Test(
    "The status of a publish_id tells what became of it",
    arguments: [
      (
        #"{"status":"PUBLISH_COMPLETE","publicaly_available_post_id":[7300000000000000001]}"#,
        "7300000000000000001"
      ),
      (#"{"status":"PUBLISH_COMPLETE"}"#, "p1"), (#"{"status":"PROCESSING_DOWNLOAD"}"#, "processing"),
      (#"{"status":"PROCESSING_UPLOAD","uploaded_bytes":9}"#, "processing"),
      (#"{"status":"PROCESSING_UPLOAD","uploaded_bytes":8}"#, "absent"),
      (#"{"status":"FAILED","fail_reason":"file_format_check_failed"}"#, "media_rejected"),
      (#"{"status":"FAILED","fail_reason":"duration_check_failed"}"#, "media_rejected"),
      (#"{"status":"FAILED","fail_reason":"frame_rate_check_failed"}"#, "media_rejected"),
      (#"{"status":"FAILED","fail_reason":"picture_size_check_failed"}"#, "media_rejected"),
      (#"{"status":"FAILED","fail_reason":"internal"}"#, "platform_unavailable"),
      (#"{"status":"FAILED","fail_reason":"video_pull_failed"}"#, "media_unavailable"),
      (#"{"status":"FAILED","fail_reason":"photo_pull_failed"}"#, "media_unavailable"),
      (#"{"status":"FAILED","fail_reason":"auth_removed"}"#, "reauthorize"),
      (#"{"status":"FAILED","fail_reason":"spam_risk"}"#, "account_restricted"),
      (#"{"status":"FAILED","fail_reason":"spam_risk_text"}"#, "content_rejected"),
      (#"{"status":"FAILED","fail_reason":"spam_risk_new"}"#, "account_restricted"),
      (#"{"status":"FAILED","fail_reason":"publish_cancelled"}"#, "content_rejected"),
      (#"{"status":"FAILED","fail_reason":"new"}"#, "platform_refused"),
    ])
  func readBack(_ data: String, _ expected: String) throws {
    let reply = ok(try JSON(parsing: data))
    let tikTok = try PlatformFixture("tiktok") { _ in reply }
    let publication = tikTok.publication(video(tikTok.server), handle: handle(9))
    let seen =
      switch try tikTok.connector.readBack(publication, step: 0, since: .now()) {
      case .found(let ids): ids.joined()
      case .absent: "absent"
      case .inconclusive: "inconclusive"
      case .untold(let reason): reason
      case .possible: "possible"
      case .processing: "processing"
      case .refused(let error): error.apiCode
      }
    #expect(seen == expected)
    #expect(try JSON(parsing: try #require(tikTok.server.requests.first).body) == ["publish_id": "p1"])
  }

  @Test("Photos whose answer was lost cannot be looked for; only public posts have an address")
  func limits() throws {
    let tikTok = try PlatformFixture("tiktok", answering: nil)
    let publication = tikTok.publication(video(tikTok.server))
    let reason = "TikTok tells about photos by the number in its answer only, and that answer was lost."
    #expect(try tikTok.connector.readBack(publication, step: 0, since: .now()) == .untold(reason))
    #expect(
      try tikTok.connector.permalink(publication, remoteID: "73") == "https://www.tiktok.com/@cafe/video/73")
    #expect(try tikTok.connector.permalink(publication, remoteID: "v_pub_file~v2-1.1") == nil)
    #expect(throws: PlatformError.self) { try tikTok.connector.delete(publication, remoteID: "73") }
    #expect(tikTok.server.requests.isEmpty)
  }
}
