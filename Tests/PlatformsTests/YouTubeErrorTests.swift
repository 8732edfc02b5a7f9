internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("YouTube's errors mean what YouTube's documentation says") struct YouTubeErrorTests {
  private func body(_ status: Int, _ reason: String) -> HTTPReply {
    .json(
      status,
      #"{"error":{"code":\#(status),"message":"No.","errors":[{"message":"No.","reason":"\#(reason)"}]}}"#)
  }

  /// The error of the request that comments, which is mutating, and of one that looks.
  private func errors(_ reply: HTTPReply?) throws -> (publishing: PlatformError, looking: PlatformError) {
    let youTube = try PlatformFixture("youtube", answering: reply)
    let publication = youTube.publication(
      Content(text: "", title: "Tea", firstComment: "First"), handle: ["posted": ["v1"]])
    return (
      try #require(throws: PlatformError.self) {
        try youTube.connector.publish(publication, step: 1, timeout: .seconds(5))
      },
      try #require(throws: PlatformError.self) { try youTube.connector.delete(publication, remoteID: "v1") }
    )
  }

  @Test(
    "A reason is classified",
    arguments: [
      (401, "authError", "reauthorize"), (401, "authorizationRequired", "reauthorize"),
      (401, "youtubeSignupRequired", "reauthorize"), (401, "", "reauthorize"),
      (403, "forbidden", "permission_missing"), (403, "insufficientPermissions", "permission_missing"),
      (403, "forbiddenPrivacySetting", "permission_missing"),
      (403, "forbiddenLicenseSetting", "permission_missing"), (403, "quotaExceeded", "application_limited"),
      (403, "dailyLimitExceeded", "application_limited"), (400, "uploadLimitExceeded", "quota_exhausted"),
      (403, "rateLimitExceeded", "rate_limited"), (429, "userRateLimitExceeded", "rate_limited"),
      (429, "", "rate_limited"), (400, "invalidTitle", "content_rejected"),
      (400, "invalidDescription", "content_rejected"), (400, "invalidTags", "content_rejected"),
      (400, "invalidCategoryId", "content_rejected"), (400, "invalidPublishAt", "content_rejected"),
      (400, "invalidVideoMetadata", "content_rejected"), (400, "invalidFilename", "content_rejected"),
      (400, "defaultLanguageNotSet", "content_rejected"), (400, "mediaBodyRequired", "content_rejected"),
      (403, "commentsDisabled", "content_rejected"), (400, "commentTextTooLong", "content_rejected"),
      (400, "processingFailure", "content_rejected"), (403, "ineligibleAccount", "account_restricted"),
      (400, "imageFormatUnsupported", "media_rejected"), (400, "imageTooTall", "media_rejected"),
      (400, "imageTooWide", "media_rejected"), (400, "failedPrecondition", "media_rejected"),
      (400, "somethingNew", "platform_refused"), (403, "somethingNew", "platform_refused"),
    ])
  func reasons(_ status: Int, _ reason: String, _ meaning: String) throws {
    let errors = try errors(body(status, reason))
    #expect(errors.publishing.apiCode == meaning)
    #expect(errors.looking.apiCode == meaning)
    #expect(errors.publishing.status == status)
  }

  @Test("What is not there is said so", arguments: ["videoNotFound", "commentNotFound", ""])
  func notFound(_ reason: String) throws {
    let youTube = try PlatformFixture("youtube", answering: body(404, reason))
    let error = try #require(throws: PlatformError.self) {
      try youTube.connector.publish(
        youTube.publication(handle: ["posted": ["v1"]]), step: 1, timeout: .seconds(5))
    }
    #expect(error.kind == .notFound)
  }

  @Test(
    "A failing server leaves the outcome of a publishing request unknown",
    arguments: [(500, "internalError"), (502, ""), (503, "backendError"), (504, "")])
  func failures(_ status: Int, _ reason: String) throws {
    let errors = try errors(body(status, reason))
    #expect(errors.publishing.kind == .unknownOutcome)
    #expect(errors.looking.kind == .transient)
  }

  @Test("A connection that breaks, and a success without an id, leave the outcome unknown")
  func dropped() throws {
    let youTube = try PlatformFixture("youtube", answering: nil)
    let publication = youTube.publication(handle: ["posted": ["v1"]])
    #expect(
      try #require(throws: PlatformError.self) {
        try youTube.connector.publish(publication, step: 1, timeout: .seconds(5))
      }.kind == .unknownOutcome)
    let silent = try PlatformFixture("youtube", answering: .json(200, "{}"))
    #expect(
      try #require(throws: PlatformError.self) {
        try silent.connector.publish(publication, step: 1, timeout: .seconds(5))
      }.kind == .unknownOutcome)
  }

  @Test(
    "What the last piece is answered says whether there is a video",
    arguments: [
      (503, "outcome_unknown"), (500, "outcome_unknown"), (308, "platform_unavailable"),
      (404, "platform_unavailable"), (410, "platform_unavailable"), (401, "reauthorize"),
      (0, "outcome_unknown"),
    ])
  func lastPiece(_ status: Int, _ meaning: String) throws {
    let youTube = try PlatformFixture("youtube") { request in
      if request.path == "/v.mp4" { return HTTPReply(status: 206, body: [1, 2, 3]) }
      return status == 0 ? nil : HTTPReply(status: status)
    }
    let publication = youTube.publication(
      Content(text: "", media: [Media(url: youTube.server.url + "/v.mp4")], title: "Tea"),
      handle: ["session": "https://www.googleapis.com/upload?u=1", "bytes": 3])
    let error = try #require(throws: PlatformError.self) {
      try youTube.connector.publish(publication, step: 0, timeout: .seconds(5))
    }
    #expect(error.apiCode == meaning)
    #expect(youTube.server.requests.count { $0.method == "PUT" } == 1)
  }

  @Test("The quota of a day ends at midnight in California, that of a channel after a day")
  func quota() throws {
    let application = try errors(body(403, "quotaExceeded")).publishing
    #expect(application.kind == .applicationLimited(until: PacificTime.midnight(after: .now())))
    let channel = try errors(body(400, "uploadLimitExceeded")).publishing
    guard case .quotaExhausted(let until) = channel.kind else {
      Issue.record("\(channel)")
      return
    }
    #expect((.seconds(86_000)...(.seconds(86_401))).contains(until - .now()))
  }

  /// Around both changes of the clock in 2026 (8 March, 1 November), the years with the earliest and the latest of these
  /// Sundays, and the ends of years.
  @Test(
    "Midnight in California",
    arguments: [
      ("2026-11-21T12:00:00Z", "2026-11-22T08:00:00Z"), ("2026-11-21T07:59:59Z", "2026-11-21T08:00:00Z"),
      ("2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z"), ("2026-07-01T06:59:59Z", "2026-07-01T07:00:00Z"),
      ("2026-07-01T07:00:00Z", "2026-07-02T07:00:00Z"), ("2026-03-08T07:59:59Z", "2026-03-08T08:00:00Z"),
      ("2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z"), ("2026-03-08T12:00:00Z", "2026-03-09T07:00:00Z"),
      ("2026-11-01T06:59:59Z", "2026-11-01T07:00:00Z"), ("2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z"),
      ("2026-11-01T12:00:00Z", "2026-11-02T08:00:00Z"), ("2026-12-31T23:00:00Z", "2027-01-01T08:00:00Z"),
      ("2027-03-14T09:00:00Z", "2027-03-15T07:00:00Z"), ("2027-11-07T08:00:00Z", "2027-11-08T08:00:00Z"),
      ("2028-02-29T09:00:00Z", "2028-03-01T08:00:00Z"),
    ])
  func midnight(_ now: String, _ midnight: String) throws {
    #expect(PacificTime.midnight(after: try #require(Instant(now))) == (try #require(Instant(midnight))))
  }

  @Test(
    "What becomes of a video is told by its status",
    arguments: [
      (#"{"uploadStatus":"processed"}"#, "found"), (#"{"uploadStatus":"uploaded"}"#, "processing"),
      (#"{"uploadStatus":"deleted"}"#, "not_found_on_platform"),
      (#"{"uploadStatus":"failed","failureReason":"codec"}"#, "media_rejected"),
      (#"{"uploadStatus":"failed","failureReason":"conversion"}"#, "media_rejected"),
      (#"{"uploadStatus":"failed","failureReason":"emptyFile"}"#, "media_rejected"),
      (#"{"uploadStatus":"failed","failureReason":"invalidFile"}"#, "media_rejected"),
      (#"{"uploadStatus":"failed","failureReason":"tooSmall"}"#, "media_rejected"),
      (#"{"uploadStatus":"failed","failureReason":"uploadAborted"}"#, "media_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"length"}"#, "media_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"duplicate"}"#, "duplicate_content"),
      (#"{"uploadStatus":"rejected","rejectionReason":"copyright"}"#, "content_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"inappropriate"}"#, "content_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"termsOfUse"}"#, "content_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"claim"}"#, "content_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"trademark"}"#, "content_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"legal"}"#, "content_rejected"),
      (#"{"uploadStatus":"rejected","rejectionReason":"uploaderAccountClosed"}"#, "account_restricted"),
      (#"{"uploadStatus":"rejected","rejectionReason":"uploaderAccountSuspended"}"#, "account_restricted"),
    ])
  func states(_ status: String, _ expected: String) throws {
    let items = #"{"items":[{"id":"v1","status":\#(status)}]}"#
    #expect(try look(HTTPReply.json(200, #"{"id":"v1"}"#), .json(200, items)) == expected)
  }

  @Test(
    "A session tells whether there is a video, and lists may be late",
    arguments: [
      (200, #"{"items":[]}"#, 5, "processing"), (200, #"{"items":[]}"#, 7200, "not_found_on_platform"),
      (201, #"{"items":[{"id":"v1","status":{"uploadStatus":"processed"}}]}"#, 5, "found"),
      (308, "{}", 5, "absent"), (404, "{}", 5, "inconclusive"), (410, "{}", 5, "inconclusive"),
    ] as [(Int, String, Int64, String)])
  func sessions(_ status: Int, _ list: String, _ age: Int64, _ expected: String) throws {
    #expect(try look(.json(status, #"{"id":"v1"}"#), .json(200, list), age: age) == expected)
  }

  @Test("Without quota nobody can look before it begins anew")
  func lookingWithoutQuota() throws {
    #expect(try look(.json(200, #"{"id":"v1"}"#), body(403, "quotaExceeded")) == "processing")
  }

  @Test("A piece that is there already is no end: the next probe tells what is")
  func repeatedPiece() throws {
    let youTube = try PlatformFixture("youtube") { request in
      if request.method == "GET" {
        return HTTPReply(status: 206, body: [UInt8](repeating: 7, count: 262_144))
      }
      let isProbe = request.header("content-range") == "bytes */262145"
      return isProbe ? HTTPReply(status: 308) : body(400, "badRequest")
    }
    let media = Media(url: youTube.server.url + "/v.mp4")
    let publication = youTube.publication(
      Content(text: "Hello", media: [media]),
      handle: ["session": "https://www.googleapis.com/upload?u=1", "bytes": 262_145])
    let error = try #require(throws: PlatformError.self) { try youTube.connector.prepare(publication) }
    #expect(error.kind == .transient && error.code == "wrong_piece")
  }

  private func look(_ probe: HTTPReply, _ list: HTTPReply, age: Int64 = 5) throws -> String {
    let youTube = try PlatformFixture("youtube") { $0.method == "PUT" ? probe : list }
    let publication = youTube.publication(
      handle: ["session": "https://www.googleapis.com/upload?u=1", "bytes": 3])
    switch try youTube.connector.readBack(publication, step: 0, since: .now() + .seconds(-age)) {
    case .found(let ids): return ids == ["v1"] ? "found" : "\(ids)"
    case .absent: return "absent"
    case .inconclusive: return "inconclusive"
    case .untold(let reason): return reason
    case .possible: return "possible"
    case .processing: return "processing"
    case .refused(let error): return error.apiCode
    }
  }
}
