internal import Core
internal import Harness
internal import Testing

@Suite("People come into an organization by invitation", .bundle) struct InvitationTests {
  private func members(_ client: Client) throws -> [JSON] {
    try client.get("/v1/members?limit=100").json["data"]?.array ?? []
  }

  @Test("Somebody new gives a name and a password, and is a member of that organization only")
  func newcomer() throws {
    let ana = try Customer(try bundle())
    let email = "eva-\(UUID.v7())@example.com"
    let link = try Colleague.invite(email, as: "author", by: ana.client, in: try bundle())
    let open = try ana.client.get("/v1/invitations").json["data"]?.array ?? []
    #expect(open.map { $0["email"]?.string } == [email] && open.map { $0["role"]?.string } == ["author"])
    let page = try Client("").get(link)
    #expect(page.status == 200 && page.text.contains("Join Cafe Ana as author?"))
    #expect(page.text.contains("name=\"password\""))
    #expect(try Client("").post(link).fieldErrors == ["/name": "required", "/password": "required"])
    let common = try Client("").post(link, ["name": "Eva", "password": "12345678"])
    #expect(common.fieldErrors == ["/password": "common_password"])
    let used = try Client("").submit([("name", "Eva"), ("password", Colleague.password)], to: link)
    #expect(used.status == 200 && used.text.contains("Welcome"))
    #expect(try Client("").post(link, ["name": "Eva", "password": "another horse"]).status == 404)
    let eva = Client(try bundle().url)
    try Colleague.logIn(eva, email)
    let memberships = try eva.get("/v1/me").json["memberships"]?.array ?? []
    #expect(memberships.map { $0["role"]?.string } == ["author"])
    #expect(memberships.map { $0["organization"]?["name"]?.string } == ["Cafe Ana"])
    // The link proved that the address is hers.
    #expect(try eva.post("/v1/me/email/verification").json["code"]?.string == "already_verified")
    #expect(Set(try members(ana.client).compactMap { $0["name"]?.string }) == ["Ana", "Eva"])
    #expect(try ana.client.get("/v1/invitations").json["data"]?.array?.isEmpty == true)
    let again = try ana.client.post("/v1/invitations", ["email": .string(email), "role": "viewer"])
    #expect(again.status == 409 && again.json["code"]?.string == "already_member")
  }

  @Test(
    "Strangers who ask for mail to an address do not keep a member from inviting it, nor its owner from asking"
  )
  func strangers() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let stranger = Client(try bundle().url)
    let answers = try (0..<4).map { _ in
      try stranger.post("/v1/auth/password-reset", ["email": .string(eva.email)]).status
    }
    #expect(answers == [202, 202, 202, 429])
    _ = try Colleague.invite(eva.email, as: "viewer", by: ana.client, in: try bundle())
    try eva.unverify(in: try bundle())
    #expect(try eva.client.post("/v1/me/email/verification").status == 202)
    // A member's own turns come to an end too.
    let more = try (0..<3).map { _ in
      try ana.client.post("/v1/invitations", ["email": .string(eva.email), "role": "viewer"]).status
    }
    #expect(more == [201, 201, 429])
  }

  @Test("An admin takes an owner's invitation away by no means: not revoked, not replaced")
  func ownersInvitation() throws {
    let ana = try Customer(try bundle())
    let admin = try Colleague(of: ana.client, as: "admin", in: try bundle())
    let email = "eva-\(UUID.v7())@example.com"
    let link = try Colleague.invite(email, as: "owner", by: ana.client, in: try bundle())
    let id = try #require(try ana.client.get("/v1/invitations").json["data"]?[0]?["id"]?.string)
    for role in ["viewer", "owner"] {
      let replaced = try admin.client.post(
        "/v1/invitations", ["email": .string(email), "role": .string(role)])
      #expect(replaced.status == 403 && replaced.json["code"] == "owners_only", "\(replaced.text)")
    }
    #expect(try admin.client.delete("/v1/invitations/\(id)").json["code"] == "owners_only")
    #expect(try Client("").get(link).text.contains("as owner?"))
    // One that is over is nobody's.
    try bundle().sql("update invitation set expires_at = clock_timestamp() where id = '\(id)'")
    let body: JSON = ["email": .string(email), "role": "viewer"]
    #expect(try admin.client.post("/v1/invitations", body).status == 201)
  }

  @Test("Whoever registered with the address of another is out when its owner accepts")
  func squatter() throws {
    let (ana, squatter) = (try Customer(try bundle()), try Customer(try bundle()))
    try squatter.unverify(in: try bundle())
    let link = try Colleague.invite(squatter.email, as: "admin", by: ana.client, in: try bundle())
    #expect(try Client("").post(link).fieldErrors == ["/name": "required", "/password": "required"])
    let used = try Client("").post(link, ["name": "Eva", "password": .string(Colleague.password)])
    #expect(used.json["result"]?.string == "organization_joined")
    #expect(try squatter.client.get("/v1/me").status == 401)
    let stale = try #require(squatter.registration["refresh_token"]?.string)
    #expect(try squatter.client.post("/v1/auth/refresh", ["refresh_token": .string(stale)]).status == 401)
    #expect(throws: Timeout.self) {
      try Colleague.logIn(squatter.client, squatter.email, squatter.password)
    }
    let eva = Client(try bundle().url)
    try Colleague.logIn(eva, squatter.email)
    #expect(try eva.get("/v1/me").json["user"]?["name"]?.string == "Eva")
  }

  @Test("Whoever has an account becomes a member by one click, switches, and falls back when it ends")
  func existing() throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let link = try Colleague.invite(eva.email, as: "manager", by: ana.client, in: try bundle())
    #expect(try !Client("").get(link).text.contains("password"))
    #expect(try Client("").post(link).json["result"]?.string == "organization_joined")
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    #expect(try eva.client.get("/v1/workspaces").json["data"]?[0]?["id"]?.string == eva.workspace)
    let unknown = try eva.client.post(
      "/v1/me/organization", ["organization_id": .string(UUID.v7().description)])
    #expect(unknown.status == 404)
    let switched = try eva.client.post("/v1/me/organization", ["organization_id": .string(organization)])
    #expect(switched.status == 200 && switched.json["refresh_token"] == nil)
    eva.client.accessToken = switched.json["access_token"]?.string
    let seen = try eva.client.get("/v1/workspaces").json["data"]?.array ?? []
    #expect(seen.map { $0["id"]?.string } == [ana.workspace])
    let first = try #require(eva.registration["refresh_token"]?.string)
    let refreshed = try eva.client.post("/v1/auth/refresh", ["refresh_token": .string(first)])
    eva.client.accessToken = refreshed.json["access_token"]?.string
    #expect(try eva.client.get("/v1/workspaces").json["data"]?[0]?["id"]?.string == ana.workspace)
    // The membership ends: at once, and without an answer for the organization that is left.
    let id = try #require(eva.registration["user"]?["id"]?.string)
    #expect(try ana.client.delete("/v1/members/\(id)").status == 204)
    let refused = try eva.client.get("/v1/workspaces")
    #expect(refused.status == 403 && refused.json["code"]?.string == "no_organization")
    let token = try #require(refreshed.json["refresh_token"]?.string)
    let back = try eva.client.post("/v1/auth/refresh", ["refresh_token": .string(token)])
    eva.client.accessToken = back.json["access_token"]?.string
    #expect(try eva.client.get("/v1/workspaces").json["data"]?[0]?["id"]?.string == eva.workspace)
  }

  @Test("Without any membership one is still logged in, and told so where an organization is needed")
  func nowhere() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "viewer", in: try bundle())
    #expect(try eva.client.delete("/v1/members/\(try eva.id())").status == 204)
    let refreshed = try eva.client.post("/v1/auth/refresh", ["refresh_token": .string(eva.refreshToken)])
    #expect(refreshed.status == 200)
    eva.client.accessToken = refreshed.json["access_token"]?.string
    #expect(try eva.client.get("/v1/me").json["memberships"]?.array?.isEmpty == true)
    let refused = try eva.client.get("/v1/workspaces")
    #expect(refused.status == 403 && refused.json["code"]?.string == "no_organization")
  }

  @Test("Fifty uses of one link at the same moment make one membership")
  func parallel() async throws {
    let (ana, eva) = (try Customer(try bundle()), try Customer(try bundle()))
    let link = try Colleague.invite(eva.email, as: "author", by: ana.client, in: try bundle())
    let statuses = try await withThrowingTaskGroup { group in
      for _ in 0..<50 { group.addTask { try Client("").post(link).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == 200 }.count == 1)
    #expect(statuses.filter { $0 == 404 }.count == 49)
    #expect(try members(ana.client).count == 2)
    let joined = try ana.client.get("/v1/audit-events?action=member.joined").json["data"]?.array ?? []
    #expect(joined.count == 1)
  }

  @Test("A second invitation makes the first link useless, and a revoked one is useless too")
  func replaced() throws {
    let ana = try Customer(try bundle())
    let email = "eva-\(UUID.v7())@example.com"
    let first = try Colleague.invite(email, as: "author", by: ana.client, in: try bundle())
    let second = try Colleague.invite(email, as: "viewer", by: ana.client, in: try bundle())
    #expect(try Client("").get(first).status == 404)
    #expect(try Client("").get(second).text.contains("as viewer?"))
    let id = try #require(try ana.client.get("/v1/invitations").json["data"]?[0]?["id"]?.string)
    #expect(try ana.client.delete("/v1/invitations/\(id)").status == 204)
    #expect(try Client("").get(second).status == 404)
    #expect(try ana.client.delete("/v1/invitations/\(id)").status == 404)
  }

  @Test("The invitations of an admin who was demoted or removed open nothing")
  func inviter() throws {
    let ana = try Customer(try bundle())
    for act in ["demoted", "removed"] {
      let admin = try Colleague(of: ana.client, as: "admin", in: try bundle())
      let link = try Colleague.invite(
        "eva-\(UUID.v7())@example.com", as: "admin", by: admin.client, in: try bundle())
      #expect(try Client("").get(link).status == 200)
      let path = "/v1/members/\(try admin.id())"
      if act == "demoted" {
        let body: JSON = ["role": "author"]
        #expect(try ana.client.call("PATCH", path, body.encoded()).status == 200)
      } else {
        #expect(try ana.client.delete(path).status == 204)
      }
      #expect(try Client("").get(link).status == 404, "\(act)")
      let body: JSON = ["name": "Eva", "password": .string(Colleague.password)]
      #expect(try Client("").post(link, body).status == 404, "\(act)")
    }
  }
}
