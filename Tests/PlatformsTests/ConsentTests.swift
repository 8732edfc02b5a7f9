internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("Accounts are connected by OAuth 2.0") struct ConsentTests {
  private func query(_ url: String) -> [String: String] {
    let text = url.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
    return Dictionary(URLForm.parse(text).map { ($0.name, $0.value) }) { first, _ in first }
  }

  @Test("X's consent page gets state and challenge")
  func authorizeX() throws {
    let x = try #require(
      Platforms(World(simulation: nil), Applications(["x": Application(id: "id", secret: "s")]))["x"])
    let url = x.authorizeURL(state: "s t&", challenge: "ch", redirectURI: "https://us.example/back")
    #expect(url.hasPrefix("https://x.com/i/oauth2/authorize?"))
    let parameters = query(url)
    #expect(parameters["state"] == "s t&")
    #expect(parameters["code_challenge"] == "ch")
    #expect(parameters["code_challenge_method"] == "S256")
    #expect(parameters["redirect_uri"] == "https://us.example/back")
    #expect(parameters["scope"]?.contains("offline.access") == true)
  }

  @Test("X's code is exchanged with the verifier, as a confidential client")
  func exchangeX() throws {
    let answer = HTTPReply.json(200, #"{"access_token":"at","refresh_token":"rt","expires_in":7200}"#)
    let x = try PlatformFixture("x", answering: answer)
    let grant = try x.connector.exchange(code: "c", verifier: "v", redirectURI: "https://us.example/back")
    #expect(grant.accessToken == "at")
    #expect(grant.refreshToken == "rt")
    let life = try #require(grant.expiresAt) - .now()
    #expect((.seconds(7190)...(.seconds(7200))).contains(life))
    let request = try #require(x.server.requests.first)
    #expect(request.header("authorization") == "Basic " + Base64.encode(Array("x-client:x-secret".utf8)))
    let sent = query("?" + String(decoding: request.body, as: UTF8.self))
    #expect(sent["grant_type"] == "authorization_code")
    #expect(sent["code_verifier"] == "v")
  }

  @Test(
    "Only a refused grant ends the access: what is not understood, or is ours, does not",
    arguments: [
      (
        "x", 400,
        #"{"error":"invalid_request","error_description":"Value passed for the token was invalid."}"#,
        "reauthorize"
      ),
      ("x", 401, "{}", "platform_unavailable"), ("x", 400, #"{"error":"invalid_grant"}"#, "reauthorize"),
      ("x", 401, #"{"error":"unauthorized_client"}"#, "application_refused"),
      ("x", 429, "{}", "platform_unavailable"),
      ("x", 503, "", "platform_unavailable"),
      ("instagram", 400, #"{"error":{"code":190,"message":"Expired"}}"#, "reauthorize"),
      (
        "instagram", 400, #"{"error_type":"OAuthException","code":400,"error_message":"Bad code"}"#,
        "reauthorize"
      ),
      ("instagram", 500, "", "platform_unavailable"), ("instagram", 200, "{}", "platform_unavailable"),
    ])
  func refused(_ platform: String, _ status: Int, _ body: String, _ meaning: String) throws {
    let fixture = try PlatformFixture(platform, answering: .json(status, body))
    let error = try #require(throws: PlatformError.self) {
      try fixture.connector.refresh(Grant(accessToken: "a", refreshToken: "r", expiresAt: nil))
    }
    #expect(error.apiCode == meaning)
  }

  @Test("Instagram's short token is exchanged for a long one; the mark behind the code is dropped")
  func exchangeInstagram() throws {
    let instagram = try PlatformFixture("instagram") { request in
      request.method == "POST"
        ? .json(200, #"{"access_token":"short","user_id":42}"#)
        : .json(200, #"{"access_token":"long","expires_in":5184000}"#)
    }
    let grant = try instagram.connector.exchange(
      code: "code#_", verifier: "", redirectURI: "https://us.example/back")
    #expect(grant.accessToken == "long")
    let requests = instagram.server.requests
    #expect(query("?" + String(decoding: try #require(requests.first).body, as: UTF8.self))["code"] == "code")
    #expect(query("?" + (try #require(requests.last).query))["access_token"] == "short")
  }

  @Test("A permission that Instagram was not given, and a personal account, are said in plain words")
  func missingOnInstagram() throws {
    let partial = #"{"access_token":"short","permissions":"instagram_business_basic"}"#
    let instagram = try PlatformFixture("instagram", answering: .json(200, partial))
    let scope = try #require(throws: PlatformError.self) {
      try instagram.connector.exchange(code: "c", verifier: "", redirectURI: "https://us.example/back")
    }
    #expect(scope.kind == .permission)
    #expect(scope.detail.contains("instagram_business_content_publish"))
    let personal = try PlatformFixture(
      "instagram", answering: .json(200, #"{"user_id":"1","username":"ana","account_type":"PERSONAL"}"#))
    let error = try #require(throws: PlatformError.self) {
      try personal.connector.identities(Grant(accessToken: "a", refreshToken: nil, expiresAt: nil))
    }
    #expect(error.code == "personal_account")
  }

  @Test("The identity is taken from either form of its id")
  func identity() throws {
    let grant = Grant(accessToken: "a", refreshToken: nil, expiresAt: nil)
    let x = try PlatformFixture(
      "x", answering: .json(200, #"{"data":{"id":"7","username":"cafe","name":"Cafe"}}"#))
    #expect(
      try x.connector.identities(grant).map(\.identity) == [RemoteIdentity(remoteID: "7", name: "cafe")])
    for id in [#""17841""#, "17841"] {
      let body = #"{"user_id":\#(id),"username":"cafe"}"#
      let instagram = try PlatformFixture("instagram", answering: .json(200, body))
      #expect(
        try instagram.connector.identities(grant).map(\.identity) == [
          RemoteIdentity(remoteID: "17841", name: "cafe")
        ])
    }
  }

  @Test("A grant without a refresh token cannot be refreshed on X")
  func noRefreshToken() throws {
    let x = try PlatformFixture("x", answering: nil)
    let error = try #require(throws: PlatformError.self) {
      try x.connector.refresh(Grant(accessToken: "a", refreshToken: nil, expiresAt: nil))
    }
    #expect(error.kind == .reauthorize)
    #expect(x.server.requests.isEmpty)
  }
}
