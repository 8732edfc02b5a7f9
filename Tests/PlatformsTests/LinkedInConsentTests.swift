internal import Core
internal import HTTPServer
internal import Platforms
internal import TestSupport
internal import Testing

@Suite("LinkedIn accounts are connected by OAuth 2.0") struct LinkedInConsentTests {
  private static let grant = Grant(accessToken: "a", refreshToken: nil, expiresAt: nil)

  private func form(_ request: HTTPRequest?) throws -> [String: String] {
    let text = String(decoding: try #require(request).body, as: UTF8.self)
    return Dictionary(URLForm.parse(text).map { ($0.name, $0.value) }) { first, _ in first }
  }

  @Test(
    "The consent page is asked for the rights of members and organizations, with spaces as LinkedIn wants them"
  )
  func authorize() throws {
    let linkedIn = try #require(
      Platforms(World(simulation: nil), Applications(["linkedin": Application(id: "id", secret: "s")]))[
        "linkedin"])
    let url = linkedIn.authorizeURL(state: "s", challenge: "c", redirectURI: "https://us.example/back")
    #expect(
      url == "https://www.linkedin.com/oauth/v2/authorization?response_type=code&client_id=id"
        + "&redirect_uri=https%3A%2F%2Fus.example%2Fback&state=s&scope=openid%20profile%20w_member_social"
        + "%20r_basicprofile%20rw_organization_admin%20w_organization_social%20r_organization_social")
  }

  @Test(
    "A code is exchanged with the application's keys; without a refresh token the access ends after 60 days")
  func exchange() throws {
    let body = #"{"access_token":"at","expires_in":5184000,"scope":"openid,profile,w_member_social"}"#
    let linkedIn = try PlatformFixture("linkedin", answering: .json(200, body))
    let grant = try linkedIn.connector.exchange(
      code: "c", verifier: "v", redirectURI: "https://us.example/back")
    #expect(grant.accessToken == "at" && grant.refreshToken == nil)
    let life = try #require(grant.expiresAt) - .now()
    #expect((.seconds(5_183_990)...(.seconds(5_184_000))).contains(life))
    let request = try #require(linkedIn.server.requests.first)
    #expect(request.path == "/www.linkedin.com/oauth/v2/accessToken")
    #expect(
      try form(request) == [
        "grant_type": "authorization_code", "code": "c", "redirect_uri": "https://us.example/back",
        "client_id": "linkedin-client", "client_secret": "linkedin-secret",
      ])
    let error = try #require(throws: PlatformError.self) { try linkedIn.connector.refresh(grant) }
    #expect(error.kind == .reauthorize && error.detail.contains("60 days"))
    #expect(linkedIn.server.requests.count == 1)
  }

  @Test("A refresh token that LinkedIn does not repeat stays good")
  func refresh() throws {
    let linkedIn = try PlatformFixture("linkedin", answering: .json(200, #"{"access_token":"new"}"#))
    let fresh = try linkedIn.connector.refresh(Grant(accessToken: "a", refreshToken: "r", expiresAt: nil))
    #expect(fresh.accessToken == "new" && fresh.refreshToken == "r")
    #expect(try form(linkedIn.server.requests.first)["refresh_token"] == "r")
  }

  @Test("A right that was not granted is named", arguments: ["openid,profile", "openid profile"])
  func missingScope(_ scope: String) throws {
    let linkedIn = try PlatformFixture(
      "linkedin", answering: .json(200, #"{"access_token":"at","scope":"\#(scope)"}"#))
    let error = try #require(throws: PlatformError.self) {
      try linkedIn.connector.exchange(code: "c", verifier: "v", redirectURI: "https://us.example/back")
    }
    #expect(error.kind == .permission && error.detail.contains("w_member_social"))
  }

  @Test("The member and every organization of theirs can be chosen, from all pages")
  func identities() throws {
    let linkedIn = try PlatformFixture("linkedin") { request in
      if request.path.hasSuffix("/userinfo") { return .json(200, #"{"sub":"abc","name":"Ana"}"#) }
      if request.path.hasSuffix("/organizationAcls") {
        let isFirst = request.query.contains("start=0")
        let roles = (0..<(isFirst ? 100 : 1)).map {
          #"{"organization":"urn:li:organization:\#(isFirst ? $0 : 900)"}"#
        }
        return .json(200, #"{"elements":[\#(roles.joined(separator: ","))]}"#)
      }
      let id = request.path.split(separator: "/").last ?? ""
      return .json(200, #"{"localizedName":"Cafe \#(id)"}"#)
    }
    let found = try linkedIn.connector.identities(Self.grant)
    #expect(found.count == 102)
    #expect(
      found[0]
        == GrantedIdentity(
          RemoteIdentity(remoteID: "urn:li:person:abc", name: "Ana"), Self.grant, kind: "person"))
    #expect(found.last?.identity == RemoteIdentity(remoteID: "urn:li:organization:900", name: "Cafe 900"))
    #expect(found.last?.kind == "organization")
    let roles = try #require(linkedIn.server.requests.first { $0.path.hasSuffix("Acls") })
    #expect(roles.query == "q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&start=0&count=100")
  }

  @Test("A member without rights to organizations is connected as themselves; another failure is told")
  func memberOnly() throws {
    for (status, isConnected) in [(403, true), (500, false)] {
      let linkedIn = try PlatformFixture("linkedin") { request in
        request.path.hasSuffix("/userinfo") ? .json(200, #"{"sub":"abc"}"#) : .json(status, "{}")
      }
      let found = try? linkedIn.connector.identities(Self.grant)
      #expect(found?.map(\.identity.remoteID) == (isConnected ? ["urn:li:person:abc"] : nil))
    }
  }

  @Test("Disconnecting one account leaves the token alone, which serves others too") func revoke() throws {
    let linkedIn = try PlatformFixture("linkedin", answering: nil)
    try linkedIn.connector.revoke(Self.grant)
    #expect(linkedIn.server.requests.isEmpty)
  }
}
