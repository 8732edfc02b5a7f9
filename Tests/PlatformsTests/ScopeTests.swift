internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("What was granted is compared with what is needed") struct ScopeTests {
  /// Platform, kind of identity, what was not granted, and what cannot be done then. Written out a second time on purpose.
  private static let losses: [(String, String, String, [Capability])] = [
    ("x", "person", "tweet.write", [.publish, .comment]), ("x", "person", "tweet.read", [.publish, .read]),
    ("x", "person", "users.read", [.publish]), ("x", "person", "media.write", [.media]),
    ("x", "person", "offline.access", [.renew]),
    ("instagram", "professional account", "instagram_business_manage_comments", [.comment]),
    ("instagram", "professional account", "instagram_business_content_publish", [.publish, .media]),
    ("facebook", "page", "pages_manage_posts", [.publish, .media]),
    ("facebook", "page", "pages_manage_engagement", [.comment]),
    ("facebook", "page", "business_management", []),
    ("linkedin", "person", "w_member_social", [.publish, .media, .comment]),
    ("linkedin", "organization", "w_member_social", []), ("linkedin", "person", "w_organization_social", []),
    ("linkedin", "organization", "w_organization_social", [.publish, .media, .comment]),
    ("linkedin", "organization", "r_organization_social", [.read]),
    ("pinterest", "account", "pins:write", [.publish, .media]),
    ("pinterest", "account", "boards:read", [.publish]),
    ("tiktok", "person", "video.publish", [.publish, .media, .read]),
    ("youtube", "channel", "https://www.googleapis.com/auth/youtube.force-ssl", [.publish, .comment, .read]),
  ]

  /// What the consent page is asked for.
  private func requested(_ platform: String) throws -> Set<String> {
    let fixture = try PlatformFixture(platform, answering: nil)
    let url = fixture.connector.authorizeURL(state: "s", challenge: "c", redirectURI: "https://us.example/")
    let query = URLForm.parse(String(url.split(separator: "?", maxSplits: 1).last ?? ""))
    let scope = try #require(query.first { $0.name == "scope" }?.value)
    return Set(scope.split { $0 == " " || $0 == "," }.map(String.init))
  }

  @Test("Each permission that is missing takes away what it is for, and nothing else", arguments: losses)
  func missing(_ platform: String, _ kind: String, _ scope: String, _ uses: [Capability]) throws {
    let all = try requested(platform)
    #expect(all.contains(scope))
    let table = try #require(ScopeTable.of(platform))
    #expect(table.missing(all, as: kind).isEmpty && table.missing(nil, as: kind).isEmpty)
    let missing = table.missing(all.subtracting([scope]), as: kind)
    #expect(missing.map(\.use) == Capability.allCases.filter(uses.contains))
    #expect(missing.allSatisfy { $0.scopes == [scope] && $0.detail.contains("\(scope): connect again") })
    #expect(try PlatformFixture(platform, answering: nil).connector.scopes.missing(all, as: kind).isEmpty)
  }

  @Test("Content needs what it is made of") func needs() {
    let plain = Content(text: "Hi")
    let rich = Content(
      text: "Hi", media: [Media(url: "https://a.example/b.png", altText: nil)], firstComment: "c")
    #expect(Capability.allCases.filter(plain.needs) == [.publish])
    #expect(Capability.allCases.filter(rich.needs) == [.publish, .media, .comment])
  }

  @Test(
    "What the answer to a code or a refresh grants is kept, in whatever form it is written",
    arguments: [
      ("x", #""scope":"tweet.read tweet.write users.read""#, ["tweet.read", "tweet.write", "users.read"]),
      ("pinterest", #""scope":"boards:read,pins:read""#, ["boards:read", "pins:read"]),
      ("linkedin", #""scope":"openid,profile,w_member_social""#, ["openid", "profile", "w_member_social"]),
      ("tiktok", #""scope":"user.info.basic,video.publish""#, ["user.info.basic", "video.publish"]),
      ("youtube", #""scope":"https://www.googleapis.com/auth/youtube.upload""#, nil),
      ("x", #""expires_in":"7200""#, nil), ("pinterest", #""expires_in":99999999999999999999"#, nil),
    ] as [(String, String, [String]?)])
  func refreshed(_ platform: String, _ members: String, _ scopes: [String]?) throws {
    let fixture = try PlatformFixture(
      platform, answering: .json(200, #"{"access_token":"a","refresh_token":"r",\#(members)}"#))
    let fresh = try fixture.connector.refresh(
      Grant(accessToken: "o", refreshToken: "r", expiresAt: nil))
    if let scopes { #expect(fresh.scopes == Set(scopes)) }
    if members.contains("7200") { #expect(fresh.expiresAt != nil && fresh.scopes == nil) }
  }

  @Test("A bare refusal of X's is a missing permission, never a complaint about the text")
  func bareRefusal() throws {
    let bodies = [
      #"{"title":"Forbidden","detail":"Forbidden","type":"about:blank","status":403}"#, "{}", "",
      #"{"title":"Forbidden","type":"about:blank","status":403}"#,
      #"{"detail":"You are not permitted to perform this action.","type":"about:blank","status":403}"#,
    ]
    for body in bodies {
      let error = try PlatformFixture("x", answering: .json(403, body)).publishing()
      #expect(error.apiCode == "permission_missing", "\(body)")
    }
    let complaint = #"{"detail":"Your post contains a link that is not allowed.","status":403}"#
    #expect(try PlatformFixture("x", answering: .json(403, complaint)).publishing().kind == .contentRejected)
  }

  @Test("What the person has taken back since is asked of the platforms that tell") func current() throws {
    let grant = Grant(accessToken: "token", refreshToken: nil, expiresAt: nil)
    let facebook = try PlatformFixture(
      "facebook", answering: .json(200, #"{"data":{"is_valid":true,"scopes":["pages_manage_posts"]}}"#))
    #expect(try facebook.connector.grantedScopes(grant) == ["pages_manage_posts"])
    let asked = try #require(facebook.server.requests.first)
    #expect(asked.path == "/graph.facebook.com/v26.0/debug_token")
    #expect(
      asked.query.contains("input_token=token") && asked.query.contains("access_token=facebook-client%7C"))
    let linkedIn = try PlatformFixture(
      "linkedin", answering: .json(200, #"{"active":true,"scope":"openid,profile"}"#))
    #expect(try linkedIn.connector.grantedScopes(grant) == ["openid", "profile"])
    for platform in ["facebook", "linkedin"] {
      let over = try PlatformFixture(
        platform, answering: .json(200, #"{"active":false,"data":{"is_valid":false}}"#))
      #expect(try over.connector.grantedScopes(grant) == nil)
    }
  }

  @Test("What would end a line in a form of several parts is not sent on")
  func forms() throws {
    for bad in ["a\r\nb", "a\nb", "a\u{0}b"] {
      let pinterest = try PlatformFixture("pinterest") { request in
        request.path.hasSuffix("/media")
          ? .json(
            201,
            ([
              "media_id": "1", "upload_url": "https://b.s3.amazonaws.com/",
              "upload_parameters": ["key": .string(bad)],
            ]
              as JSON).text) : .json(200, "{}")
      }
      let video = Content(text: "Hi", media: [Media(url: "https://a.example/b.mp4", altText: nil)])
      var publication = pinterest.publication(video)
      let error = try #require(throws: PlatformError.self) {
        for _ in 0..<5 {
          guard case .progressed(let handle) = try pinterest.connector.prepare(publication) else { break }
          publication.handle = handle
        }
      }
      #expect(error.code == "strange_field", "\(error)")
    }
  }
}
