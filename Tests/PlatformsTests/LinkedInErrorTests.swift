internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("LinkedIn's errors mean what LinkedIn's documentation says") struct LinkedInErrorTests {
  /// One field that LinkedIn does not take.
  private static func field(_ code: String) -> String {
    #"{"status":400,"code":"INVALID_VALUE_FOR_FIELD","message":"…","errorDetails":{"inputErrors":[{"input":{"inputPath":{"fieldPath":"commentary"}},"code":"\#(code)"}]}}"#
  }

  /// Status, body, what it means after a publishing request, and after one that people see nothing of.
  @Test(
    "An answer is classified",
    arguments: [
      (
        401,
        #"{"status":401,"serviceErrorCode":65602,"code":"EXPIRED_ACCESS_TOKEN","message":"The token used in the request has expired"}"#,
        "reauthorize", "reauthorize"
      ),
      (401, #"{"code":"EMPTY_ACCESS_TOKEN"}"#, "reauthorize", "reauthorize"),
      (401, #"{"code":"INVALID_ACCESS_TOKEN"}"#, "reauthorize", "reauthorize"),
      (401, #"{"code":"REVOKED_ACCESS_TOKEN"}"#, "reauthorize", "reauthorize"),
      (
        403,
        #"{"status":403,"serviceErrorCode":100,"code":"ACCESS_DENIED","message":"Not enough permissions to access: partnerApiPostsExternal.CREATE.20260901"}"#,
        "permission_missing", "permission_missing"
      ),
      (
        403, #"{"status":403,"message":"This resource is forbidden"}"#, "platform_unavailable",
        "platform_unavailable"
      ),
      (
        400, #"{"status":400,"message":"Unable to obtain activity"}"#, "platform_unavailable",
        "platform_unavailable"
      ),
      (
        429,
        #"{"status":429,"code":"TOO_MANY_REQUESTS","message":"Resource level throttle APPLICATION_AND_MEMBER DAY limit for calls to this resource is reached."}"#,
        "quota_exhausted", "quota_exhausted"
      ),
      (
        422,
        #"{"status":422,"message":"Content is a duplicate of urn:li:share:7000000000000000001","errorDetails":{"inputErrors":[{"description":"Content is a duplicate of urn:li:share:7000000000000000001","code":"DUPLICATE_POST"}]}}"#,
        "duplicate_content", "duplicate_content"
      ),
      (
        422, #"{"status":422,"message":"Content is a duplicate of urn:li:share:7"}"#, "duplicate_content",
        "duplicate_content"
      ),
      (
        422, #"{"status":422,"message":"unrecognized field found but not allowed"}"#, "platform_refused",
        "platform_refused"
      ),
      (400, field("FIELD_LENGTH_TOO_LONG"), "content_rejected", "content_rejected"),
      (400, #"{"code":"MISSING_FIELD"}"#, "content_rejected", "content_rejected"),
      (400, #"{"code":"INVALID_VALUE_FOR_FIELD"}"#, "content_rejected", "content_rejected"),
      (400, #"{"code":"INVALID_URN_TYPE"}"#, "content_rejected", "content_rejected"),
      (400, #"{"code":"INVALID_URN_ID"}"#, "content_rejected", "content_rejected"),
      (400, field("INVALID_IMAGE_ID"), "media_rejected", "media_rejected"),
      (
        400,
        #"{"status":400,"code":"MEDIA_ASSET_PROCESSING_FAILED","message":"Media asset urn:li:video:C5F failed processing"}"#,
        "media_rejected", "media_rejected"
      ),
      (400, #"{"code":"MEDIA_ASSET_WAITING_UPLOAD"}"#, "platform_unavailable", "platform_unavailable"),
      (400, #"{"code":"EXPIRED_UPLOAD_URL"}"#, "platform_unavailable", "platform_unavailable"),
      (400, #"{"code":"VERSION_MISSING"}"#, "application_refused", "application_refused"),
      (400, #"{"code":"SOMETHING_NEW"}"#, "platform_refused", "platform_refused"),
      (
        426,
        #"{"status":426,"code":"NONEXISTENT_VERSION","message":"Requested version 202401 is not active"}"#,
        "application_refused", "application_refused"
      ),
      (
        404, #"{"status":404,"message":"Could not find entity"}"#, "not_found_on_platform",
        "not_found_on_platform"
      ),
      (409, #"{"code":"CONFLICT"}"#, "platform_unavailable", "platform_unavailable"),
      (413, "", "media_rejected", "media_rejected"), (415, "{}", "media_rejected", "media_rejected"),
      (418, "{}", "platform_refused", "platform_refused"),
      (500, "", "outcome_unknown", "platform_unavailable"),
      (503, #"{"status":503,"message":"Service Unavailable"}"#, "outcome_unknown", "platform_unavailable"),
      (504, "<html>", "outcome_unknown", "platform_unavailable"),
      (500, #"{"message":"Unable to obtain activity"}"#, "outcome_unknown", "platform_unavailable"),
    ])
  func answers(_ status: Int, _ body: String, _ publishing: String, _ asking: String) throws {
    let linkedIn = try PlatformFixture("linkedin", answering: .json(status, body))
    #expect(try linkedIn.publishing().apiCode == publishing)
    #expect(try linkedIn.publishing().status == status)
    let error = try #require(throws: PlatformError.self) {
      try linkedIn.connector.identities(Grant(accessToken: "t", refreshToken: nil, expiresAt: nil))
    }
    #expect(error.apiCode == asking)
  }

  @Test("The day of its limits begins anew at midnight UTC")
  func midnight() throws {
    let kind = try PlatformFixture("linkedin", answering: .json(429, "{}")).publishing().kind
    guard case .quotaExhausted(let until) = kind else {
      Issue.record("\(kind)")
      return
    }
    #expect(until.seconds % 86_400 == 0)
    #expect(until > .now() && until <= .now() + .seconds(86_400))
  }

  @Test("A success without an id may have had its effect")
  func noID() throws {
    let linkedIn = try PlatformFixture("linkedin", answering: HTTPReply(status: 201))
    #expect(try linkedIn.publishing().kind == .unknownOutcome)
  }

  @Test("A connection that breaks after the request leaves the outcome of a publishing request unknown")
  func dropped() throws {
    let linkedIn = try PlatformFixture("linkedin", answering: nil)
    #expect(try linkedIn.publishing().kind == .unknownOutcome)
    #expect(try linkedIn.looking().kind == .transient)
    #expect(linkedIn.server.requests.count(where: { $0.method == "POST" }) == 1)
  }

  @Test(
    "Only a refused grant ends the access: what is not understood, or is ours, does not",
    arguments: [
      (
        400,
        #"{"error":"invalid_request","error_description":"The provided authorization grant or refresh token is invalid, expired or revoked."}"#,
        "reauthorize"
      ), (401, #"{"error":"invalid_client"}"#, "application_refused"), (429, "{}", "platform_unavailable"),
      (500, "", "platform_unavailable"), (200, "{}", "platform_unavailable"),
    ])
  func tokens(_ status: Int, _ body: String, _ meaning: String) throws {
    let linkedIn = try PlatformFixture("linkedin", answering: .json(status, body))
    let error = try #require(throws: PlatformError.self) {
      try linkedIn.connector.refresh(Grant(accessToken: "a", refreshToken: "r", expiresAt: nil))
    }
    #expect(error.apiCode == meaning)
  }
}
