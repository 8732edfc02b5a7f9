internal import Core
internal import Harness
internal import Testing

@Suite("An organization is run by those who may", .bundle) struct OrganizationTests {
  private func change(_ id: String, to role: String, by client: Client) throws -> Client.Answer {
    let body: JSON = ["role": .string(role)]
    return try client.call("PATCH", "/v1/members/\(id)", body.encoded())
  }

  @Test("Owners are made, changed and removed by owners only; the last one stays")
  func owners() throws {
    let ana = try Customer(try bundle())
    let owner = try #require(ana.registration["user"]?["id"]?.string)
    let admin = try Colleague(of: ana.client, as: "admin", in: try bundle())
    let author = try Colleague(of: ana.client, as: "author", in: try bundle())
    let id = try author.id()
    #expect(try change(id, to: "manager", by: admin.client).json["role"]?.string == "manager")
    #expect(try change(id, to: "captain", by: admin.client).fieldErrors == ["/role": "unknown_value"])
    for refused in [
      try change(id, to: "owner", by: admin.client), try change(owner, to: "viewer", by: admin.client),
      try admin.client.delete("/v1/members/\(owner)"),
      try admin.client.post("/v1/invitations", ["email": "x@example.com", "role": "owner"]),
      try admin.client.post("/v1/members/\(id)/ownership", ["password": .string(Colleague.password)]),
    ] {
      #expect(refused.status == 403 && refused.json["code"]?.string == "owners_only")
    }
    #expect(try author.client.delete("/v1/members/\(try admin.id())").status == 403)
    for refused in [
      try change(owner, to: "admin", by: ana.client), try ana.client.delete("/v1/members/\(owner)"),
    ] {
      #expect(refused.status == 409 && refused.json["code"]?.string == "last_owner")
    }
    #expect(try author.client.delete("/v1/members/\(id)").status == 204)
    #expect(try author.client.get("/v1/workspaces").json["code"]?.string == "no_organization")
  }

  @Test("Ownership passes on by the owner's password")
  func ownership() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "manager", in: try bundle())
    let path = "/v1/members/\(try eva.id())/ownership"
    let wrong = try ana.client.post(path, ["password": "not hers"])
    #expect(wrong.status == 422 && wrong.fieldErrors["/password"] == "wrong_password")
    let stranger = try ana.client.post(
      "/v1/members/\(UUID.v7())/ownership", ["password": .string(ana.password)])
    #expect(stranger.status == 404)
    #expect(try ana.client.post(path, ["password": .string(ana.password)]).status == 204)
    let roles = try eva.client.get("/v1/members").json["data"]?.array ?? []
    #expect(roles.first { $0["email"]?.string == eva.email }?["role"]?.string == "owner")
    #expect(roles.first { $0["email"]?.string == ana.email }?["role"]?.string == "admin")
    #expect(try ana.client.post(path, ["password": .string(ana.password)]).status == 403)
  }

  @Test("A second organization is made once, is apart from the first, and is told of in its own trail")
  func organizations() throws {
    let ana = try Customer(try bundle())
    let body: JSON = ["name": "Bar Ana", "time_zone": "Europe/Berlin"]
    let made = try ana.client.post("/v1/organizations", body, headers: ["Idempotency-Key": "k1"])
    #expect(made.status == 201 && made.json["workspace"]?["time_zone"]?.string == "Europe/Berlin")
    let again = try ana.client.post("/v1/organizations", body, headers: ["Idempotency-Key": "k1"])
    #expect(again.json == made.json)
    let other = try ana.client.post("/v1/organizations", ["name": "X"], headers: ["Idempotency-Key": "k1"])
    #expect(other.json["code"]?.string == "idempotency_key_reused")
    let nowhere = try ana.client.post("/v1/organizations", ["name": "X", "time_zone": "Mars/Olympus"])
    #expect(nowhere.fieldErrors["/time_zone"] == "unknown_time_zone")
    #expect(try ana.client.get("/v1/me").json["memberships"]?.array?.count == 2)
    let bar = try #require(made.json["workspace"]?["id"]?.string)
    #expect(try ana.client.get("/v1/workspaces").json["data"]?.array?.count == 1)
    let patch: JSON = ["name": "Mine"]
    #expect(try ana.client.call("PATCH", "/v1/workspaces/\(bar)", patch.encoded()).status == 404)
    let id = try #require(made.json["organization"]?["id"]?.string)
    let switched = try ana.client.post("/v1/me/organization", ["organization_id": .string(id)])
    ana.client.accessToken = switched.json["access_token"]?.string
    #expect(try ana.client.call("PATCH", "/v1/workspaces/\(bar)", patch.encoded()).status == 200)
    let trail = try ana.client.get("/v1/audit-events").json["data"]?.array ?? []
    #expect(trail.map { $0["action"]?.string } == ["workspace.changed", "organization.created"])
  }

  @Test("An access token is not renewed by switching: what it is exchanged for ends when it would have")
  func switching() throws {
    let ana = try Customer(try bundle())
    let organization = try #require(ana.registration["organization"]?["id"]?.string)
    // Its end is in whole seconds: the next one has to have begun.
    let end = try #require(Self.end(of: ana.client.accessToken))
    _ = try wait(for: "a second to pass", upTo: .seconds(3)) {
      Instant.now().seconds + 899 > end ? true : nil
    }
    let switched = try ana.client.post("/v1/me/organization", ["organization_id": .string(organization)])
    #expect(switched.status == 200)
    #expect(Self.end(of: switched.json["access_token"]?.string) == end)
    let left = try #require(switched.json["expires_in"]?.integer)
    #expect((0..<900).contains(left), "\(left)")
  }

  /// When an access token ends, as it says.
  private static func end(of token: String?) -> Int64? {
    let parts = token?.split(separator: ".") ?? []
    guard parts.count == 3, let claims = Base64.urlDecode(String(parts[1])) else { return nil }
    return (try? JSON(parsing: claims))?["exp"]?.integer
  }

  @Test("Workspaces are made and changed, and every act is in the trail with what was before and after")
  func workspaces() throws {
    let ana = try Customer(try bundle())
    let made = try ana.client.post("/v1/workspaces", ["name": "Bar", "time_zone": "America/New_York"])
    #expect(made.status == 201 && made.json["missed_after_minutes"]?.integer == 60)
    let path = "/v1/workspaces/\(try #require(made.json["id"]?.string))"
    let patch: JSON = ["missed_after_minutes": 120]
    let changed = try ana.client.call("PATCH", path, patch.encoded())
    #expect(changed.json["missed_after_minutes"]?.integer == 120 && changed.json["name"]?.string == "Bar")
    for (field, wrong) in [
      ("missed_after_minutes", 0), ("missed_after_minutes", "soon"), ("time_zone", "Mars/Olympus"),
      ("name", ""),
    ] as [(String, JSON)] {
      let body = JSON.object([field: wrong] as JSONObject)
      let answer = try ana.client.call("PATCH", path, body.encoded())
      #expect(answer.status == 422 && answer.fieldErrors["/" + field] != nil, "\(field)")
    }
    let name: JSON = ["name": "Bar Ana"]
    let renamed = try ana.client.call("PATCH", "/v1/organization", name.encoded())
    #expect(renamed.json["name"]?.string == "Bar Ana")
    #expect(
      try ana.client.get("/v1/me").json["memberships"]?[0]?["organization"]?["name"]?.string == "Bar Ana")
    let first = try ana.client.get("/v1/workspaces?limit=1").json
    let cursor = try #require(first["next_cursor"]?.string)
    let second = try ana.client.get("/v1/workspaces?limit=1&cursor=\(cursor)").json
    #expect(second["data"]?[0]?["name"]?.string == "Bar" && second["next_cursor"]?.isNull == true)
    let trail = try ana.client.get("/v1/audit-events").json["data"]?.array ?? []
    #expect(
      trail.map { $0["action"]?.string } == [
        "organization.renamed", "workspace.changed", "workspace.created", "organization.created",
      ])
    #expect(trail[1]["before"]?["missed_after_minutes"]?.integer == 60)
    #expect(trail[1]["after"]?["missed_after_minutes"]?.integer == 120)
  }

  @Test("What happens to members is in the trail of the organization")
  func trail() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "viewer", in: try bundle())
    let id = try eva.id()
    _ = try change(id, to: "author", by: ana.client)
    _ = try ana.client.post("/v1/members/\(id)/ownership", ["password": .string(ana.password)])
    _ = try eva.client.post("/v1/invitations", ["email": "nobody@example.com", "role": "viewer"])
    let invitation = try #require(try eva.client.get("/v1/invitations").json["data"]?[0]?["id"]?.string)
    _ = try eva.client.delete("/v1/invitations/\(invitation)")
    _ = try eva.client.delete("/v1/members/\(try #require(ana.registration["user"]?["id"]?.string))")
    let events = try eva.client.get("/v1/audit-events").json["data"]?.array ?? []
    #expect(
      events.map { $0["action"]?.string } == [
        "member.removed", "invitation.revoked", "member.invited", "ownership.transferred",
        "member.role_changed",
        "member.joined", "member.invited", "organization.created",
      ])
    #expect(events.prefix(3).allSatisfy { $0["actor_id"]?.string == id })
  }
}
