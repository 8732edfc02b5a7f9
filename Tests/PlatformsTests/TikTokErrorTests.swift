internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("TikTok's errors mean what TikTok's documentation says") struct TikTokErrorTests {
  private let photos = Content(
    text: "", media: [Media(url: "https://a.io/1.jpg")], options: ["privacy_level": "SELF_ONLY"])

  private func error(_ code: String) -> String {
    #"{"data":{},"error":{"code":"\#(code)","message":"No.","log_id":"1"}}"#
  }

  /// The error of the request that publishes, and of one that looks.
  private func errors(_ reply: HTTPReply?) throws -> (publishing: PlatformError, looking: PlatformError) {
    let tikTok = try PlatformFixture("tiktok", answering: reply)
    return (
      try #require(throws: PlatformError.self) {
        try tikTok.connector.publish(tikTok.publication(photos), step: 0, timeout: .seconds(5))
      },
      try #require(throws: PlatformError.self) {
        try tikTok.connector.readBack(
          tikTok.publication(photos, handle: ["publish_id": "p1"]), step: 0, since: .now())
      }
    )
  }

  @Test(
    "A code is classified, whatever the status",
    arguments: [
      ("access_token_invalid", "reauthorize"), ("scope_not_authorized", "permission_missing"),
      ("token_not_authorized_for_specified_publish_id", "reauthorize"),
      ("scope_permission_missed", "permission_missing"),
      ("privacy_level_option_mismatch", "permission_missing"),
      ("rate_limit_exceeded", "rate_limited"), ("spam_risk_too_many_posts", "quota_exhausted"),
      ("spam_risk_too_many_pending_share", "quota_exhausted"), ("reached_active_user_cap", "quota_exhausted"),
      ("unaudited_client_can_only_post_to_private_accounts", "application_refused"),
      ("url_ownership_unverified", "application_refused"),
      ("app_version_check_failed", "application_refused"),
      ("spam_risk_user_banned_from_posting", "account_restricted"), ("invalid_param", "content_rejected"),
      ("invalid_params", "content_rejected"), ("invalid_publish_id", "content_rejected"),
    ])
  func codes(_ code: String, _ meaning: String) throws {
    for status in [200, 400, 401, 403, 429] {
      let errors = try errors(.json(status, error(code)))
      #expect(errors.publishing.apiCode == meaning)
      #expect(errors.looking.apiCode == meaning)
      #expect(errors.publishing.code == code)
    }
  }

  @Test(
    "Without a known code, the status tells",
    arguments: [
      (500, "internal_error", "outcome_unknown", "platform_unavailable"),
      (200, "internal_error", "outcome_unknown", "platform_unavailable"),
      (502, "", "outcome_unknown", "platform_unavailable"),
      (504, "", "outcome_unknown", "platform_unavailable"),
      (401, "", "reauthorize", "reauthorize"), (429, "", "rate_limited", "rate_limited"),
      (400, "something_new", "platform_refused", "platform_refused"),
    ])
  func statuses(_ status: Int, _ code: String, _ publishing: String, _ looking: String) throws {
    let errors = try errors(.json(status, error(code)))
    #expect(errors.publishing.apiCode == publishing)
    #expect(errors.looking.apiCode == looking)
  }

  @Test(
    "A success that cannot be read, or without an id, may have had its effect",
    arguments: [
      "", "<html>", "{}", #"{"data":{},"error":{"code":"ok"}}"#,
    ])
  func unreadable(_ body: String) throws {
    let tikTok = try PlatformFixture("tiktok", answering: .json(200, body))
    let error = try #require(throws: PlatformError.self) {
      try tikTok.connector.publish(tikTok.publication(photos), step: 0, timeout: .seconds(5))
    }
    #expect(error.kind == .unknownOutcome)
  }

  @Test("A broken connection leaves the outcome of a publishing request unknown")
  func dropped() throws {
    let errors = try errors(nil)
    #expect(errors.publishing.kind == .unknownOutcome)
    #expect(errors.looking.kind == .transient)
  }

  @Test(
    "What the last piece is answered says whether it is published",
    arguments: [
      (500, "outcome_unknown"), (416, "outcome_unknown"), (0, "outcome_unknown"), (403, "platform_refused"),
    ])
  func lastPiece(_ status: Int, _ meaning: String) throws {
    let tikTok = try PlatformFixture("tiktok") { request in
      if request.path == "/v.mp4" { return HTTPReply(status: 206, body: [1, 2, 3]) }
      return status == 0 ? nil : HTTPReply(status: status)
    }
    let publication = tikTok.publication(
      Content(text: "", media: [Media(url: tikTok.server.url + "/v.mp4")]),
      handle: [
        "publish_id": "p1", "upload": "https://open-upload.tiktokapis.com/video/?upload_id=1", "bytes": 3,
        "announced": .integer(Instant.now().seconds),
      ])
    let error = try #require(throws: PlatformError.self) {
      try tikTok.connector.publish(publication, step: 0, timeout: .seconds(5))
    }
    #expect(error.apiCode == meaning)
  }

  @Test(
    "Only a refused grant ends the access; errors come with the status 200, too",
    arguments: [
      (
        200, #"{"error":"invalid_grant","error_description":"Refresh token is invalid or expired."}"#,
        "reauthorize"
      ),
      (400, #"{"error":"invalid_grant"}"#, "reauthorize"),
      (200, #"{"error":"invalid_client"}"#, "application_refused"),
      (200, #"{"error":"invalid_request"}"#, "platform_refused"), (503, "", "platform_unavailable"),
      (429, "{}", "platform_unavailable"), (200, "{}", "platform_unavailable"),
    ])
  func tokens(_ status: Int, _ body: String, _ meaning: String) throws {
    let tikTok = try PlatformFixture("tiktok", answering: .json(status, body))
    let error = try #require(throws: PlatformError.self) {
      try tikTok.connector.refresh(Grant(accessToken: "a", refreshToken: "r", expiresAt: nil))
    }
    #expect(error.apiCode == meaning)
  }

  @Test("A code is exchanged for both tokens, and a permission that was switched off is told")
  func exchange() throws {
    let body =
      #"{"access_token":"act","refresh_token":"rft","expires_in":86400,"scope":"SCOPE","open_id":"o"}"#
    let all = "user.info.basic,user.info.profile,video.publish"
    let tikTok = try PlatformFixture("tiktok", answering: .json(200, body.replacing("SCOPE", with: all)))
    let grant = try tikTok.connector.exchange(
      code: "c", verifier: "v", redirectURI: "https://us.example/back")
    #expect(grant.accessToken == "act")
    #expect(grant.refreshToken == "rft")
    let form = URLForm.parse(String(decoding: try #require(tikTok.server.requests.first).body, as: UTF8.self))
    #expect(
      Dictionary(form.map { ($0.name, $0.value) }) { first, _ in first } == [
        "client_key": "tiktok-client", "client_secret": "tiktok-secret", "grant_type": "authorization_code",
        "code": "c", "redirect_uri": "https://us.example/back",
      ])
    let less = try PlatformFixture(
      "tiktok", answering: .json(200, body.replacing("SCOPE", with: "user.info.basic")))
    let error = try #require(throws: PlatformError.self) {
      try less.connector.exchange(code: "c", verifier: "v", redirectURI: "https://us.example/back")
    }
    #expect(error.code == "missing_scope" && error.kind == .permission)
  }

  @Test("The user is the identity")
  func identity() throws {
    let body =
      #"{"data":{"user":{"open_id":"-0001","display_name":"Cafe","username":"cafe"}},"error":{"code":"ok"}}"#
    let tikTok = try PlatformFixture("tiktok", answering: .json(200, body))
    let grant = Grant(accessToken: "a", refreshToken: nil, expiresAt: nil)
    #expect(
      try tikTok.connector.identities(grant).map(\.identity) == [
        RemoteIdentity(remoteID: "-0001", name: "cafe")
      ])
    #expect(tikTok.server.requests.first?.path == "/open.tiktokapis.com/v2/user/info/")
  }
}
