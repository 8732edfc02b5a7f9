internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("X's errors mean what X's documentation says") struct XErrorTests {
  /// Status, body, what it means after a publishing request, and after a look.
  @Test(
    "An answer is classified",
    arguments: [
      (
        401, #"{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}"#,
        "reauthorize", "reauthorize"
      ),
      (
        403,
        #"{"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403}"#,
        "duplicate_content", "duplicate_content"
      ),
      (
        403,
        #"{"title":"Unsupported Authentication","detail":"Forbidden for this endpoint.","type":"https://api.twitter.com/2/problems/unsupported-authentication","status":403}"#,
        "reauthorize", "reauthorize"
      ),
      (
        403, #"{"title":"Forbidden","type":"https://api.x.com/2/problems/client-forbidden"}"#,
        "permission_missing", "permission_missing"
      ),
      (
        403, #"{"type":"https://api.twitter.com/2/problems/not-authorized-for-resource"}"#,
        "permission_missing", "permission_missing"
      ),
      (
        403, #"{"type":"https://api.x.com/2/problems/oauth1-permissions"}"#, "permission_missing",
        "permission_missing"
      ),
      (
        403, #"{"type":"https://api.x.com/2/problems/user-suspended"}"#, "account_restricted",
        "account_restricted"
      ),
      (
        403, #"{"detail":"Your account is not permitted to access this feature."}"#, "account_restricted",
        "account_restricted"
      ),
      (
        403, #"{"detail":"Reply to this conversation is not allowed."}"#, "content_rejected",
        "content_rejected"
      ),
      (
        429, #"{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}"#,
        "rate_limited", "rate_limited"
      ),
      (429, #"{"errors":[{"code":88,"message":"Rate limit exceeded"}]}"#, "rate_limited", "rate_limited"),
      (429, #"{"type":"https://api.x.com/2/problems/usage-capped"}"#, "rate_limited", "rate_limited"),
      (
        400,
        #"{"title":"Invalid Request","type":"https://api.x.com/2/problems/invalid-request","errors":[{"parameters":{"text":["x"]},"message":"text is too long"}]}"#,
        "content_rejected", "content_rejected"
      ),
      (400, #"{"detail":"Your media IDs are invalid."}"#, "media_rejected", "media_rejected"),
      (402, "{}", "application_refused", "application_refused"),
      (
        403, #"{"detail":"This user is not allowed to post a video longer than 2 minutes."}"#,
        "media_rejected", "media_rejected"
      ),
      (
        400,
        #"{"title":"Invalid Request","type":"https://api.x.com/2/problems/invalid-request","errors":[{"parameters":{"media.media_ids":["1"]},"message":"Your media IDs are invalid."}]}"#,
        "media_rejected", "media_rejected"
      ),
      (404, "{}", "platform_refused", "platform_refused"),
      (500, "", "outcome_unknown", "platform_unavailable"),
      (502, "<html>", "outcome_unknown", "platform_unavailable"),
      (503, "{}", "outcome_unknown", "platform_unavailable"),
      (504, "{", "outcome_unknown", "platform_unavailable"),
    ])
  func answers(_ status: Int, _ body: String, _ publishing: String, _ looking: String) throws {
    let x = try PlatformFixture("x", answering: .json(status, body))
    #expect(try x.publishing().apiCode == publishing)
    #expect(try x.looking().apiCode == looking)
    #expect(try x.publishing().status == status)
  }

  @Test("A success without an id may have had its effect", arguments: ["", "{}", #"{"data":{}}"#, "<html>"])
  func noID(_ body: String) throws {
    #expect(try PlatformFixture("x", answering: .json(201, body)).publishing().kind == .unknownOutcome)
  }

  @Test("A limit is lifted when the last empty bucket is filled again")
  func resetTimes() throws {
    let limited = HTTPReply(
      status: 429,
      headers: [
        ("x-rate-limit-remaining", "0"), ("x-rate-limit-reset", "1795244400"),
        ("x-user-limit-24hour-remaining", "0"), ("x-user-limit-24hour-reset", "1795300000"),
        ("x-app-limit-24hour-remaining", "5"), ("x-app-limit-24hour-reset", "1799999999"),
      ])
    let x = try PlatformFixture("x", answering: limited)
    #expect(try x.publishing().kind == .rateLimited(until: Instant(seconds: 1_795_300_000)))
    let silent = try PlatformFixture("x", answering: HTTPReply(status: 429))
    #expect(try silent.publishing().kind == .rateLimited(until: nil))
  }

  @Test("A connection that breaks after the request leaves the outcome of a publishing request unknown")
  func dropped() throws {
    let x = try PlatformFixture("x", answering: nil)
    #expect(try x.publishing().kind == .unknownOutcome)
    #expect(try x.looking().kind == .transient)
    #expect(x.server.requests.count(where: { $0.method == "POST" }) == 1)
  }

  @Test("A connection that cannot be made had no effect")
  func refused() throws {
    let applications = Applications(["x": Application(id: "", secret: "")])
    // The discard port of the loopback address, where nothing listens.
    let connector = try #require(Platforms(World(simulation: "http://127.0.0.1:9"), applications)["x"])
    let publication = try PlatformFixture("x", answering: nil).publication()
    let error = try #require(throws: PlatformError.self) {
      try connector.publish(publication, step: 0, timeout: .seconds(5))
    }
    #expect(error.kind == .transient)
  }
}
