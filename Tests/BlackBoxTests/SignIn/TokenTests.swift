internal import Core
internal import Harness
internal import Testing

@Suite("Access tokens are checked by keys that everybody can read, and say what is known", .bundle)
struct TokenTests {
  @Test("Somebody else's library checks a token by the published keys")
  func publishedKeys() throws {
    let ana = try Customer(try bundle())
    let keys = try Client(try bundle().url).get("/.well-known/jwks.json")
    #expect(keys.status == 200 && keys.header("cache-control") == "public, max-age=300")
    #expect(keys.json["keys"]?.array?.count == 1)
    let result = try Python.run(
      "Tests/SignInClients/access_token_pyjwt.py",
      ["\(try bundle().url)/.well-known/jwks.json", try #require(ana.client.accessToken)])
    #expect(result.status == 0, "\(result.output)")
    let user = try #require(ana.registration["user"]?["id"]?.string)
    #expect(result.output.contains("sub \(user)"), "\(result.output)")
  }

  @Test("Who is in no organization logs in, and founds one or accepts an invitation")
  func withoutOrganization() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "author", in: try bundle())
    #expect(try eva.client.delete("/v1/members/\(try eva.id())").status == 204)
    let client = Client(try bundle().url)
    let refresh = try Colleague.logIn(client, eva.email)
    #expect(try client.get("/v1/me").json["memberships"]?.array?.isEmpty == true)
    #expect(try client.get("/v1/me/sessions").status == 200)
    for path in ["/v1/workspaces", "/v1/members", "/v1/posts?workspace_id=\(ana.workspace)"] {
      let refused = try client.get(path)
      #expect(refused.status == 403 && refused.json["code"]?.string == "no_organization", "\(refused.text)")
    }
    #expect(try client.post("/v1/organizations", ["name": "Bar Eva"]).status == 201)
    let refreshed = try client.post("/v1/auth/refresh", ["refresh_token": .string(refresh)])
    client.accessToken = refreshed.json["access_token"]?.string
    #expect(try client.get("/v1/workspaces").json["data"]?[0]?["name"]?.string == "Bar Eva")
    // An invitation: the session goes on in the organization that was joined.
    let bob = try Colleague(of: ana.client, as: "viewer", in: try bundle())
    #expect(try bob.client.delete("/v1/members/\(try bob.id())").status == 204)
    try Colleague.logIn(bob.client, bob.email)
    let link = try Colleague.invite(bob.email, as: "viewer", by: ana.client, in: try bundle())
    #expect(try Client("").post(link).json["result"]?.string == "organization_joined")
    try Colleague.logIn(bob.client, bob.email)
    #expect(try bob.client.get("/v1/workspaces").json["data"]?[0]?["id"]?.string == ana.workspace)
  }
}
