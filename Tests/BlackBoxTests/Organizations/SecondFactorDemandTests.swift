internal import Core
internal import Harness
internal import Testing

@Suite("An organization keeps members without a second factor out, if it demands one", .bundle)
struct SecondFactorDemandTests {
  private func demand(_ value: Bool, by client: Client) throws -> Client.Answer {
    let body: JSON = ["requires_second_factor": .bool(value)]
    return try client.call("PATCH", "/v1/organization", body.encoded())
  }

  private func code(_ answer: Client.Answer) -> String? { answer.json["code"]?.string }

  /// Routes of the organization, with the lowest role that may use them.
  private func refusals(_ client: Client, workspace: String) throws -> [Client.Answer] {
    let body: JSON = ["workspace_id": .string(workspace), "account_ids": [], "content": ["text": "x"]]
    return [
      try client.get("/v1/workspaces"), try client.get("/v1/members"),
      try client.get("/v1/posts?workspace_id=\(workspace)"), try client.post("/v1/posts", body),
      try client.get("/v1/accounts?workspace_id=\(workspace)"), try client.get("/v1/audit-events"),
      try client.post("/v1/api-keys", ["name": "a", "scopes": ["read"]]),
      try client.post("/v1/invitations", ["email": "x@example.com", "role": "viewer"]),
      try client.call("PATCH", "/v1/organization", Array(#"{"name": "Bar"}"#.utf8)),
      try client.post("/v1/organization/exports"),
    ]
  }

  @Test("Who has none is told how to get one, and is in again at once; keys and other organizations go on")
  func journey() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "admin", in: try bundle())
    let program = try APIKeyHolder(by: eva.client, in: try bundle())
    let missing = try demand(true, by: ana.client)
    #expect(missing.status == 409 && code(missing) == "no_second_factor")
    _ = try Authenticator.enrol(ana.client)
    let demanded = try demand(true, by: ana.client)
    #expect(demanded.status == 200 && demanded.json["requires_second_factor"] == true, "\(demanded.text)")
    #expect(try ana.client.get("/v1/workspaces").status == 200)

    for refused in try refusals(eva.client, workspace: ana.workspace) {
      #expect(refused.status == 403 && code(refused) == "second_factor_required", "\(refused.text)")
    }
    #expect(try demand(false, by: eva.client).status == 403)
    let me = try eva.client.get("/v1/me")
    #expect(me.json["memberships"]?[0]?["organization"]?["requires_second_factor"] == true)
    #expect(try program.client.get("/v1/workspaces").status == 200)

    _ = try Authenticator.enrol(eva.client)
    #expect(try eva.client.get("/v1/workspaces").status == 200)
    let factor = try #require(try eva.client.get("/v1/me/mfa").json["data"]?[0]?["id"]?.string)
    #expect(try eva.client.delete("/v1/me/mfa/totp/\(factor)").status == 204)
    #expect(code(try eva.client.get("/v1/workspaces")) == "second_factor_required")
    // An organization of her own demands nothing.
    let own = try eva.client.post("/v1/organizations", ["name": "Bar Eva"])
    let id = try #require(own.json["organization"]?["id"])
    let switched = try eva.client.post("/v1/me/organization", ["organization_id": id])
    eva.client.accessToken = switched.json["access_token"]?.string
    #expect(try eva.client.get("/v1/workspaces").status == 200)

    #expect(try demand(false, by: ana.client).json["requires_second_factor"] == false)
    let trail = try ana.client.get("/v1/audit-events?action=organization.security_changed").json["data"]?
      .array
    #expect(trail?.count == 2)
    #expect(trail?.first?["after"]?["requires_second_factor"] == false)
  }

  @Test("A factor that was begun and not confirmed is none")
  func unconfirmed() throws {
    let ana = try Customer(try bundle())
    let eva = try Colleague(of: ana.client, as: "viewer", in: try bundle())
    _ = try Authenticator.enrol(ana.client)
    #expect(try demand(true, by: ana.client).status == 200)
    #expect(try eva.client.post("/v1/me/mfa/totp", ["name": "Telephone"]).status == 201)
    #expect(code(try eva.client.get("/v1/workspaces")) == "second_factor_required")
  }

  @Test("Only who may manage members changes it, and only with a proof of the last minutes")
  func rights() throws {
    let ana = try Customer(try bundle())
    _ = try Authenticator.enrol(ana.client)
    let author = try Colleague(of: ana.client, as: "author", in: try bundle())
    #expect(code(try demand(true, by: author.client)) == "forbidden")
    let user = try #require(ana.registration["user"]?["id"]?.string)
    try bundle().sql(
      "update user_session set authenticated_at = authenticated_at - interval '11 min' where user_id = '\(user)'"
    )
    #expect(code(try demand(true, by: ana.client)) == "step_up_required")
    #expect(try ana.client.call("PATCH", "/v1/organization", Array(#"{"name": "Bar"}"#.utf8)).status == 200)
    // What is not named stays, and needs no proof.
    let empty = try ana.client.call("PATCH", "/v1/organization", Array("{}".utf8))
    #expect(empty.status == 200 && empty.json["name"] == "Bar", "\(empty.text)")
  }
}
