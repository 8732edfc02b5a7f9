internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Content is refused before Facebook would refuse it") struct FacebookRuleTests {
  private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }
  private static let photo = Media(url: "https://example.com/a.jpg")
  private static let video = Media(url: "https://example.com/a.mp4")

  private static func video(_ width: Int, _ height: Int, _ milliseconds: Int64) -> Media {
    Media(
      url: "https://example.com/a",
      facts: Media.Facts(
        contentType: "video/mp4", bytes: 1000, width: width, height: height,
        duration: .milliseconds(milliseconds)))
  }

  private static func photo(_ bytes: Int64, _ type: String = "image/jpeg") -> Media {
    Media(
      url: "https://example.com/a",
      facts: Media.Facts(contentType: type, bytes: bytes, width: 100, height: 100))
  }

  private static func reel(_ media: Media) -> Content {
    Content(text: "a", media: [media], options: ["kind": "reel"])
  }

  private static func story(_ media: Media) -> Content {
    Content(text: "", media: [media], options: ["kind": "story"])
  }

  @Test(
    "At its limits, one under and one beyond",
    arguments: [
      (Content(text: text(63_205)), []), (Content(text: text(63_206)), []),
      (Content(text: text(63_207)), ["/text too_long"]), (Content(text: ""), ["/text text_required"]),
      (Content(text: "", link: "https://example.com"), []), (Content(text: "", media: [photo]), []),
      (Content(text: "a", media: [photo, photo, photo]), []), (Content(text: "a", media: [video]), []),
      (Content(text: "a", media: [photo, video]), ["/media media_mixed"]),
      (Content(text: "a", media: [video, video]), ["/media media_mixed"]),
      (Content(text: "a", media: [photo((10 << 20) - 1)]), []),
      (Content(text: "a", media: [photo(10 << 20)]), []),
      (Content(text: "a", media: [photo, photo((10 << 20) + 1)]), ["/media/1 media_too_large"]),
      (Content(text: "a", media: [photo(1, "image/webp")]), []),
      (Content(text: "a", media: [photo(1, "image/svg+xml")]), ["/media/0 media_type"]),
      (Content(text: "a", thread: ["b"]), ["/thread not_supported"]),
      (Content(text: "a", options: ["kind": "post"]), []),
      (Content(text: "a", options: ["kind": "event"]), ["/options/kind unknown_value"]),
      (Content(text: "a", options: ["board_id": "1"]), ["/options/board_id unknown_option"]),
      (reel(video(1080, 1920, 3000)), []), (reel(video(1080, 1920, 2999)), ["/media/0 media_duration"]),
      (reel(video(1080, 1920, 90_000)), []), (reel(video(1080, 1920, 90_001)), ["/media/0 media_duration"]),
      (reel(video(540, 960, 5000)), []), (reel(video(539, 958, 5000)), ["/media/0 media_dimensions"]),
      (reel(video(1080, 1080, 5000)), ["/media/0 media_dimensions"]),
      (reel(photo), ["/media media_required"]),
      (Content(text: "a", options: ["kind": "reel"]), ["/media media_required"]),
      (story(photo), []), (story(video(1080, 1920, 60_000)), []),
      (story(video(1080, 1920, 60_001)), ["/media/0 media_duration"]),
      (
        Content(text: "a", media: [photo], firstComment: "b", options: ["kind": "story"]),
        ["/text not_supported", "/first_comment not_supported"]
      ),
      (Content(text: "", media: [photo, photo], options: ["kind": "story"]), ["/media media_required"]),
    ] as [(Content, [String])])
  func limits(_ content: Content, _ expected: [String]) throws {
    let facebook = try #require(Platforms.rules["facebook"])
    #expect(facebook.violations(of: content, at: "").map { "\($0.pointer) \($0.code)" } == expected)
  }
}

@Suite("Facebook's errors mean what is known of them") struct FacebookErrorTests {
  /// `code/error_subcode` by what it means after a request that changes nothing which people see.
  private static let meanings: [(meaning: String, codes: [String])] = [
    (
      "reauthorize",
      ["190/0", "190/458", "190/459", "190/460", "190/463", "190/464", "190/467", "190/492", "102/0"]
    ),
    ("permission_missing", ["10/0", "3/0", "200/0", "299/0", "100/33", "100/1404078", "1404078/0"]),
    ("rate_limited", ["17/0", "32/0", "613/0", "80001/0"]), ("application_limited", ["4/0", "341/0"]),
    ("platform_unavailable", ["1/0", "2/0", "100/1363047", "100/1609010"]),
    ("duplicate_content", ["506/0", "100/1366051"]),
    (
      "content_rejected",
      [
        "368/0", "100/1609005", "100/1609008", "100/2061006", "100/1349125", "100/1346003", "100/1404102",
      ]
    ),
    ("account_restricted", ["100/1404006", "100/1404112", "4854002/0", "368/1390008"]),
    ("media_rejected", ["100/1366046", "100/2069019", "6000/1363045", "352/0"]),
    ("application_refused", ["101/0", "2635/0"]),
    ("platform_refused", ["100/0", "12345/0", "6001/0"]),
  ]

  /// Errors that do not say whether there was an effect.
  private static let vague = ["1/0", "2/0", "100/1363047", "100/1609010"]

  private static let cases = meanings.flatMap { meaning, codes in codes.map { ($0, meaning) } }

  private func reply(_ pair: String, isTransient: Bool = false) throws -> HTTPReply {
    let parts = pair.split(separator: "/").compactMap { Int64($0) }
    let error: JSON = [
      "message": "Said to us.", "type": "OAuthException", "code": .integer(parts[0]),
      "error_subcode": .integer(parts[1]), "is_transient": .bool(isTransient), "fbtrace_id": "A1",
    ]
    return .json(400, (["error": error] as JSON).text)
  }

  @Test("A look's error is classified", arguments: cases)
  func looking(_ pair: String, _ meaning: String) throws {
    let error = try PlatformFixture("facebook", answering: reply(pair)).looking()
    #expect(error.apiCode == meaning)
    #expect(error.detail == "Said to us.")
  }

  @Test(
    "A publishing request's error is classified; a vague one leaves the outcome unknown", arguments: cases)
  func publishing(_ pair: String, _ meaning: String) throws {
    let error = try PlatformFixture("facebook", answering: reply(pair)).publishing()
    #expect(error.apiCode == (Self.vague.contains(pair) ? "outcome_unknown" : meaning))
  }

  @Test("What Facebook calls transient is, except a limit, which had no effect")
  func transient() throws {
    #expect(
      try PlatformFixture("facebook", answering: reply("12345/0", isTransient: true)).publishing().kind
        == .unknownOutcome)
    #expect(
      try PlatformFixture("facebook", answering: reply("4/0", isTransient: true)).publishing().apiCode
        == "application_limited")
  }

  @Test("Of the limits in the header the longest counts, in minutes")
  func regain() throws {
    let usage =
      #"{"1":[{"type":"pages","estimated_time_to_regain_access":7}],"2":[{"estimated_time_to_regain_access":3}]}"#
    let limited = HTTPReply(
      status: 400,
      headers: [("content-type", "application/json"), ("x-business-use-case-usage", usage)],
      body: Array(#"{"error":{"code":80001,"message":"Too many"}}"#.utf8))
    let error = try PlatformFixture("facebook", answering: limited).publishing()
    guard case .rateLimited(let until?) = error.kind else {
      Issue.record("\(error.kind) has no time")
      return
    }
    let wait = until - Instant.now()
    #expect((.seconds(415)...(.seconds(421))).contains(wait))
  }

  @Test(
    "An answer that is none of the API's tells nothing",
    arguments: [
      (500, ""), (502, "<html>"), (503, "{}"), (400, ""), (200, #"{"error":{"code":2}}"#),
      (200, #"{"success":false}"#),
    ])
  func foreign(_ status: Int, _ body: String) throws {
    let facebook = try PlatformFixture("facebook", answering: .json(status, body))
    #expect(try facebook.publishing().kind == .unknownOutcome)
    #expect(try facebook.looking().kind == .transient)
  }

  @Test("A success without an id, or no answer at all, may have had its effect; it is sent once")
  func unknown() throws {
    #expect(try PlatformFixture("facebook", answering: .json(200, "{}")).publishing().code == "no_id")
    let silent = try PlatformFixture("facebook", answering: nil)
    #expect(try silent.publishing().kind == .unknownOutcome)
    #expect(silent.server.requests.count == 1)
  }
}

@Suite("Facebook's pages are connected by their owner's login") struct FacebookLoginTests {
  private let grant = Grant(accessToken: "long", refreshToken: nil, expiresAt: .now() + .seconds(9999))
  private let all = [
    "pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_manage_engagement",
  ]

  private func facebook(_ permissions: [String], _ pages: String...) throws -> PlatformFixture {
    let granted = JSON.array(permissions.map { ["permission": .string($0), "status": "granted"] })
    return try PlatformFixture("facebook") { request in
      if request.path.hasSuffix("/permissions") { return .json(200, (["data": granted] as JSON).text) }
      return .json(200, request.query.contains("after=") ? pages.last ?? "" : pages.first ?? "")
    }
  }

  @Test("The code becomes a long-lived token")
  func exchange() throws {
    let facebook = try PlatformFixture("facebook") { request in
      .json(
        200,
        request.query.contains("fb_exchange_token")
          ? #"{"access_token":"long","expires_in":5184000}"# : #"{"access_token":"short","expires_in":5000}"#)
    }
    let grant = try facebook.connector.exchange(
      code: "c", verifier: "v", redirectURI: "https://us.example/back")
    #expect(grant.accessToken == "long")
    #expect(try #require(grant.expiresAt) > .now() + .seconds(5_183_000))
    #expect(
      facebook.server.requests.map(\.path) == [
        "/graph.facebook.com/v26.0/oauth/access_token", "/graph.facebook.com/v26.0/oauth/access_token",
      ])
    #expect(facebook.server.requests.first?.query.contains("code=c") == true)
    #expect(facebook.server.requests.last?.query.contains("fb_exchange_token=short") == true)
  }

  @Test("Every page that may publish is an identity with a token of its own that does not end")
  func pages() throws {
    let facebook = try facebook(
      all,
      #"{"data":[{"id":"1","name":"Cafe","access_token":"p1","tasks":["CREATE_CONTENT"]},{"id":"2","name":"Bar","access_token":"p2","tasks":["ANALYZE"]}],"paging":{"cursors":{"after":"x"},"next":"y"}}"#,
      #"{"data":[{"id":"3","name":"Inn","access_token":"p3"}]}"#)
    let pages = try facebook.connector.identities(grant)
    #expect(pages.map(\.identity.name) == ["Cafe", "Inn"])
    #expect(pages.map(\.grant.accessToken) == ["p1", "p3"])
    #expect(pages.allSatisfy { $0.grant.expiresAt == nil && $0.kind == "page" })
  }

  @Test("A page's own token speaks for that page; a person's gets an end when Facebook names none")
  func ownToken() throws {
    let page = try PlatformFixture("facebook", answering: .json(200, #"{"id":"1","name":"Cafe"}"#))
    let own = Grant(accessToken: "p1", refreshToken: nil, expiresAt: nil)
    #expect(
      try page.connector.identities(own) == [
        GrantedIdentity(RemoteIdentity(remoteID: "1", name: "Cafe"), own, kind: "page")
      ])
    #expect(page.server.requests.map(\.path) == ["/graph.facebook.com/v26.0/me"])
    let endless = try PlatformFixture("facebook", answering: .json(200, #"{"access_token":"long"}"#))
    #expect(try endless.connector.refresh(grant).expiresAt != nil)
  }

  @Test("What is missing is said in plain words")
  func missing() throws {
    func diagnosis(_ facebook: PlatformFixture) throws -> PlatformError {
      try #require(throws: PlatformError.self) { try facebook.connector.identities(grant) }
    }
    let scope = try diagnosis(facebook(Array(all.dropFirst())))
    #expect(scope.kind == .permission)
    #expect(scope.code == "missing_scope")
    #expect(scope.detail.contains("pages_show_list"))
    #expect(try diagnosis(facebook(all, #"{"data":[]}"#)).code == "no_page")
    #expect(
      try diagnosis(
        facebook(all, #"{"data":[{"id":"2","name":"Bar","access_token":"p","tasks":["ANALYZE"]}]}"#)
      ).code == "no_page_role")
  }

  @Test(
    "A refused token request says whose fault it is",
    arguments: [
      (#"{"error":{"code":1,"message":"Error validating client secret."}}"#, "application_refused"),
      (#"{"error":{"code":101,"message":"Error validating application."}}"#, "application_refused"),
      (#"{"error":{"code":100,"error_subcode":36008,"message":"redirect_uri"}}"#, "application_refused"),
      (#"{"error":{"code":100,"error_subcode":36009,"message":"used"}}"#, "reauthorize"),
      (#"{"error":{"code":190,"error_subcode":463,"message":"expired"}}"#, "reauthorize"),
      (#"{"error":{"code":2,"message":"later"}}"#, "platform_unavailable"),
    ])
  func refused(_ body: String, _ meaning: String) throws {
    let facebook = try PlatformFixture("facebook", answering: .json(400, body))
    let error = try #require(throws: PlatformError.self) { try facebook.connector.refresh(grant) }
    #expect(error.apiCode == meaning)
  }
}
