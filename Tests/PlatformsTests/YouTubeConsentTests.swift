internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Channels are connected by Google's OAuth 2.0") struct YouTubeConsentTests {
  private static let scopes =
    "https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.force-ssl"
  private let grant = Grant(accessToken: "at", refreshToken: "rt", expiresAt: nil)

  private func parameters(_ text: some StringProtocol) -> [String: String] {
    Dictionary(URLForm.parse(text).map { ($0.name, $0.value) }) { first, _ in first }
  }

  @Test("The consent page is asked for lasting access, with state and challenge")
  func authorize() throws {
    let youTube = try PlatformFixture("youtube", answering: nil)
    let url = youTube.connector.authorizeURL(
      state: "s&", challenge: "ch", redirectURI: "https://us.example/back")
    let parts = url.split(separator: "?")
    #expect(parts.first?.hasSuffix("/accounts.google.com/o/oauth2/v2/auth") == true)
    #expect(
      parameters(try #require(parts.last)) == [
        "client_id": "youtube-client", "redirect_uri": "https://us.example/back", "response_type": "code",
        "scope": Self.scopes, "access_type": "offline", "prompt": "consent", "state": "s&",
        "code_challenge": "ch", "code_challenge_method": "S256",
      ])
  }

  private func token(_ scope: String, refresh: String? = "rt") -> HTTPReply {
    let body: JSON = [
      "access_token": "at2", "expires_in": 3599, "scope": .string(scope), "refresh_token": JSON(refresh),
    ]
    return .json(200, body.text)
  }

  @Test("A code is exchanged for both tokens")
  func exchange() throws {
    let youTube = try PlatformFixture("youtube", answering: token(Self.scopes))
    let grant = try youTube.connector.exchange(
      code: "c", verifier: "v", redirectURI: "https://us.example/back")
    #expect(grant.accessToken == "at2")
    #expect(grant.refreshToken == "rt")
    #expect((.seconds(3590)...(.seconds(3599))).contains(try #require(grant.expiresAt) - .now()))
    let request = try #require(youTube.server.requests.first)
    #expect(request.path == "/oauth2.googleapis.com/token")
    #expect(
      parameters(String(decoding: request.body, as: UTF8.self)) == [
        "grant_type": "authorization_code", "code": "c", "redirect_uri": "https://us.example/back",
        "code_verifier": "v", "client_id": "youtube-client", "client_secret": "youtube-secret",
      ])
  }

  @Test("A permission that was not ticked, and access without a refresh token, are told in plain words")
  func missing() throws {
    func failure(_ reply: HTTPReply) throws -> PlatformError {
      let youTube = try PlatformFixture("youtube", answering: reply)
      return try #require(throws: PlatformError.self) {
        try youTube.connector.exchange(code: "c", verifier: "v", redirectURI: "https://us.example/back")
      }
    }
    let scope = try failure(token("https://www.googleapis.com/auth/youtube.upload"))
    #expect(scope.kind == .permission)
    #expect(scope.detail.contains("youtube.force-ssl: connect again and allow all of it."))
    let refresh = try failure(token(Self.scopes, refresh: nil))
    #expect(refresh.code == "no_refresh_token")
  }

  @Test("The refresh token is kept when a new access token comes without one")
  func refresh() throws {
    let youTube = try PlatformFixture("youtube", answering: token(Self.scopes, refresh: nil))
    let fresh = try youTube.connector.refresh(grant)
    #expect(fresh.accessToken == "at2")
    #expect(fresh.refreshToken == "rt")
  }

  @Test(
    "Only a refused grant ends the access",
    arguments: [
      (
        400, #"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#,
        "reauthorize"
      ),
      (401, #"{"error":"invalid_client"}"#, "application_refused"),
      (400, #"{"error":"redirect_uri_mismatch"}"#, "application_refused"),
      (400, #"{"error":"unauthorized_client"}"#, "application_refused"),
      (400, #"{"error":"invalid_request"}"#, "platform_refused"), (500, "", "platform_unavailable"),
      (429, "{}", "platform_unavailable"), (200, "{}", "platform_unavailable"),
    ])
  func refused(_ status: Int, _ body: String, _ meaning: String) throws {
    let youTube = try PlatformFixture("youtube", answering: .json(status, body))
    let error = try #require(throws: PlatformError.self) { try youTube.connector.refresh(grant) }
    #expect(error.apiCode == meaning)
  }

  @Test("The channel is the identity; an account without one is told what to do")
  func identities() throws {
    let channel = #"{"items":[{"id":"UCx","snippet":{"title":"Cafe","customUrl":"@cafe"}}]}"#
    let youTube = try PlatformFixture("youtube", answering: .json(200, channel))
    #expect(
      try youTube.connector.identities(grant) == [
        GrantedIdentity(RemoteIdentity(remoteID: "UCx", name: "Cafe"), grant, kind: "channel")
      ])
    #expect(youTube.server.requests.first?.query == "part=snippet&mine=true")
    let none = try PlatformFixture("youtube", answering: .json(200, #"{"pageInfo":{"totalResults":0}}"#))
    let error = try #require(throws: PlatformError.self) { try none.connector.identities(grant) }
    #expect(error.code == "no_channel")
  }

  @Test("Access is taken back at Google; what is gone already counts", arguments: [200, 400])
  func revoke(_ status: Int) throws {
    let body = status == 200 ? "{}" : #"{"error":"invalid_token"}"#
    let youTube = try PlatformFixture("youtube", answering: .json(status, body))
    try youTube.connector.revoke(grant)
    #expect(youTube.server.requests.first?.path == "/oauth2.googleapis.com/revoke")
    #expect(youTube.server.requests.first?.query == "token=rt")
  }
}
