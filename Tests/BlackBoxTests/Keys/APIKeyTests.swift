internal import Core
internal import Cryptography
internal import Harness
internal import Identity
internal import Testing

@Suite("Programs act by API keys, within what the key and its maker may do", .bundle) struct APIKeyTests {
  private func key(
    _ scopes: Set<Permission> = [.read], _ more: JSONObject = [:], by maker: Client
  ) throws -> APIKeyHolder { try APIKeyHolder(scopes, more, by: maker, in: try bundle()) }

  private func keys(_ client: Client) throws -> [JSON] {
    try client.get("/v1/api-keys").json["data"]?.array ?? []
  }

  /// The answer is a refusal of that kind.
  private func isRefused(_ answer: Client.Answer, _ code: String) -> Bool {
    answer.status == 403 && answer.json["code"]?.string == code
  }

  @Test("A key is shown once, is listed without it, and tells when it was used")
  func once() throws {
    let ana = try Customer(try bundle())
    let made = try ana.client.post(
      "/v1/api-keys",
      ["name": "Import", "scopes": ["read", "write_own"], "expires_at": "2035-01-01T00:00:00Z"])
    let program = try APIKeyHolder(made, in: try bundle())
    #expect(program.text.hasPrefix("cn_live_") && program.text.utf8.count == 66)
    let before = try #require(try keys(ana.client).first)
    #expect(
      before["id"]?.string == program.id && before["key"] == nil && before["last_used_at"]?.isNull == true)
    #expect(before["prefix"]?.string == String(program.text.prefix(16)))
    #expect(
      before["scopes"] == ["read", "write_own"] && before["expires_at"]?.string == "2035-01-01T00:00:00Z")
    #expect(try !ana.client.get("/v1/api-keys").text.contains(program.text.suffix(49)))
    let account = try ana.connect("x", as: "keys_x")
    let post: JSON = [
      "workspace_id": .string(ana.workspace), "account_ids": [.string(account)],
      "content": ["text": "By key"],
    ]
    #expect(try program.client.post("/v1/posts", post).status == 201)
    let used = try wait(for: "the time of use", upTo: .seconds(10)) {
      try keys(ana.client).first?["last_used_at"]?.string
    }
    #expect(Instant(used) != nil)
  }

  @Test("Without its scope, or the role of its maker, a key does nothing")
  func scopes() throws {
    let ana = try Customer(try bundle())
    let reader = try key(by: ana.client)
    #expect(try reader.client.get("/v1/workspaces").status == 200)
    #expect(isRefused(try reader.client.post("/v1/posts", [:]), "missing_scope"))
    #expect(isRefused(try reader.client.get("/v1/audit-events"), "missing_scope"))
    let admin = try Colleague(of: ana.client, as: "admin", in: try bundle())
    let auditor = try key([.readAudit, .read], by: admin.client)
    #expect(try auditor.client.get("/v1/audit-events").status == 200)
    let path = "/v1/members/\(try admin.id())"
    let demotion: JSON = ["role": "viewer"]
    #expect(try ana.client.call("PATCH", path, demotion.encoded()).status == 200)
    #expect(isRefused(try auditor.client.get("/v1/audit-events"), "forbidden"))
    #expect(try auditor.client.get("/v1/workspaces").status == 200)
    #expect(try ana.client.delete(path).status == 204)
    #expect(try auditor.client.get("/v1/workspaces").status == 401)
    #expect(try keys(ana.client).map { $0["id"]?.string } == [reader.id])
  }

  @Test("A key with every scope lets nobody in, makes no key and changes nothing of a person")
  func personal() throws {
    let ana = try Customer(try bundle())
    let program = try key(Set(Permission.scopes), by: ana.client)
    let id = try #require(ana.registration["user"]?["id"]?.string)
    let invitation: JSON = ["email": "x@example.com", "role": "viewer"]
    for (refused, code) in [
      (try program.client.post("/v1/api-keys", ["name": "x", "scopes": ["read"]]), "missing_scope"),
      (try program.client.post("/v1/invitations", invitation), "missing_scope"),
      (try program.client.delete("/v1/members/\(id)"), "missing_scope"),
      (try program.client.get("/v1/me/sessions"), "person_required"),
      (try program.client.post("/v1/me/email", ["email": "x@example.com"]), "person_required"),
      (try program.client.call("PUT", "/v1/me/password", Array("{}".utf8)), "person_required"),
      (try program.client.post("/v1/auth/logout"), "person_required"),
    ] { #expect(isRefused(refused, code), "\(refused.text)") }
    #expect(try ana.client.post("/v1/organizations", ["name": "Bar Ana"]).status == 201)
    let seen = try program.client.get("/v1/me").json["memberships"]?.array ?? []
    #expect(seen.map { $0["organization"]?["name"]?.string } == ["Cafe Ana"])
  }

  /// A key with another secret and the right checksum: only the digest tells it from the real one.
  private static func forged(_ text: String) -> String {
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    let body = text.prefix(17) + String(repeating: "0", count: 43)
    var rest = Int(CRC32.checksum(of: body.utf8))
    let checksum = (0..<6).map { _ in
      defer { rest /= 62 }
      return digits[rest % 62]
    }
    return body + String(checksum.reversed())
  }

  @Test("What is no key, or none of ours, is refused like a wrong token")
  func strange() throws {
    let ana = try Customer(try bundle())
    let program = try key(by: ana.client)
    let unknown = APIKey.make().text
    let forged = Self.forged(program.text)
    #expect(APIKey(forged)?.publicID == APIKey(program.text)?.publicID)
    let last = program.text.hasSuffix("0") ? "1" : "0"
    for text in [unknown, forged, program.text.dropLast() + last, "cn_live_", program.text + "0"] {
      let client = Client(try bundle().url)
      client.accessToken = text
      let answer = try client.get("/v1/me")
      #expect(answer.status == 401 && answer.json["code"]?.string == "invalid_token")
    }
    #expect(try program.client.get("/v1/me").status == 200)
  }

  @Test("A rotated key and its follower are both good for the overlap; a revoked key is out at once")
  func rotation() throws {
    let ana = try Customer(try bundle())
    let old = try key([.read], ["expires_at": "2035-01-01T00:00:00Z"], by: ana.client)
    let new = try APIKeyHolder(
      try ana.client.post("/v1/api-keys/\(old.id)/rotate", ["overlap_seconds": 3600]), in: try bundle())
    #expect(try old.client.get("/v1/workspaces").status == 200)
    #expect(try new.client.get("/v1/workspaces").status == 200)
    #expect(isRefused(try new.client.post("/v1/posts", [:]), "missing_scope"))
    let expiry = try keys(ana.client).first { $0["id"]?.string == old.id }?["expires_at"]?.string
    let end = try #require(expiry.flatMap { Instant($0) })
    #expect(end > .now() + .seconds(3000) && end < .now() + .seconds(3601))
    let newest = try APIKeyHolder(
      try ana.client.post("/v1/api-keys/\(new.id)/rotate", ["overlap_seconds": 0]), in: try bundle())
    #expect(try new.client.get("/v1/workspaces").status == 401)
    #expect(try ana.client.delete("/v1/api-keys/\(newest.id)").status == 204)
    #expect(try newest.client.get("/v1/workspaces").status == 401)
    #expect(try ana.client.delete("/v1/api-keys/\(newest.id)").status == 404)
    #expect(try ana.client.post("/v1/api-keys/\(newest.id)/rotate").status == 404)
    let long = try ana.client.post("/v1/api-keys/\(old.id)/rotate", ["overlap_seconds": 604_801])
    #expect(long.fieldErrors == ["/overlap_seconds": "out_of_range"])
    let trail = try ana.client.get("/v1/audit-events").json["data"]?.array ?? []
    #expect(
      trail.map { $0["action"]?.string } == [
        "api_key.revoked", "api_key.rotated", "api_key.rotated", "api_key.created", "organization.created",
      ])
    #expect(trail[3]["after"]?["scopes"] == ["read"] && trail[3]["after"]?["name"] == "Import")
  }

  @Test("A key for one workspace sees and changes nothing of another")
  func workspaces() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "first_x")
    let post = try ana.compose("In the first", on: [account]).json
    let (id, delivery) = (
      try #require(post["id"]?.string), try #require(post["deliveries"]?[0]?["id"]?.string)
    )
    let second = try #require(try ana.client.post("/v1/workspaces", ["name": "Second"]).json["id"]?.string)
    var scopes = Set(Permission.scopes)
    scopes.remove(.readAudit)
    let program = try key(scopes, ["workspace_ids": [.string(second)]], by: ana.client)
    #expect(
      try program.client.get("/v1/workspaces").json["data"]?.array?.map { $0["id"]?.string } == [second])
    for path in ["posts", "accounts", "comments"] {
      #expect(try program.client.get("/v1/\(path)?workspace_id=\(ana.workspace)").json["data"] == [])
    }
    #expect(try program.client.get("/v1/posts/\(id)").status == 404)
    for action in ["publish", "cancel"] {
      #expect(try program.client.post("/v1/posts/\(id)/\(action)").status == 404)
    }
    #expect(try program.client.patch("/v1/posts/\(id)", ["content": ["text": "x"]], version: 1).status == 404)
    #expect(try program.client.delete("/v1/posts/\(id)").status == 404)
    #expect(try program.client.post("/v1/deliveries/\(delivery)/retry").status == 404)
    let body: JSON = [
      "workspace_id": .string(ana.workspace), "account_ids": [.string(account)], "content": ["text": "x"],
    ]
    #expect(try program.client.post("/v1/posts", body).status == 422)
    for (workspace, status) in [(ana.workspace, 422), (second, 201)] {
      let begun = try program.client.post("/v1/accounts/connect/x", ["workspace_id": .string(workspace)])
      #expect(begun.status == status)
    }
    let all = try key(scopes, by: ana.client)
    #expect(try all.client.get("/v1/posts/\(id)").status == 200)
    #expect(try all.client.post("/v1/deliveries/\(delivery)/retry").status == 409)
  }

  @Test("What another key was answered is not repeated to a key that may not see it")
  func repetition() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "repeat_x")
    let second = try #require(try ana.client.post("/v1/workspaces", ["name": "Second"]).json["id"]?.string)
    let body: JSON = [
      "workspace_id": .string(ana.workspace), "account_ids": [.string(account)], "content": ["text": "x"],
    ]
    let header = ["Idempotency-Key": "one"]
    #expect(try ana.client.post("/v1/posts", body, headers: header).status == 201)
    let program = try key([.writeOwn], ["workspace_ids": [.string(second)]], by: ana.client)
    let answer = try program.client.post("/v1/posts", body, headers: header)
    #expect(answer.status == 422 && answer.json["code"]?.string == "idempotency_key_reused")
  }

  @Test("A repeated request makes one key and is answered without it")
  func secretOfRepetition() throws {
    let ana = try Customer(try bundle())
    let body: JSON = ["name": "Import", "scopes": ["read"]]
    let first = try ana.client.post("/v1/api-keys", body, headers: ["Idempotency-Key": "k"])
    let again = try ana.client.post("/v1/api-keys", body, headers: ["Idempotency-Key": "k"])
    #expect(first.json["key"] != nil && again.json["key"] == nil && again.json["id"] == first.json["id"])
    #expect(try keys(ana.client).count == 1)
  }

  @Test("A key is good from the addresses it was given only")
  func addresses() throws {
    let ana = try Customer(try bundle())
    let here = try key([.read], ["allowed_addresses": ["2001:db8::/32", "127.0.0.0/8"]], by: ana.client)
    let there = try key([.read], ["allowed_addresses": ["203.0.113.7"]], by: ana.client)
    #expect(try here.client.get("/v1/me").status == 200)
    #expect(isRefused(try there.client.get("/v1/me"), "address_not_allowed"))
  }

  @Test("Everything that is wrong with a new key is named")
  func wrong() throws {
    let ana = try Customer(try bundle())
    let answer = try ana.client.post(
      "/v1/api-keys",
      [
        "name": "", "scopes": ["read", "manage_members", "read"], "workspace_ids": ["x"],
        "allowed_addresses": ["10.0.0.1/8", "127.0.0.1", "::1/129"], "expires_at": "2020-01-01T00:00:00Z",
        "colour": "red",
      ])
    #expect(
      answer.fieldErrors == [
        "/name": "too_short", "/scopes/1": "unknown_value", "/scopes/2": "repeated",
        "/workspace_ids/0": "wrong_type", "/allowed_addresses/0": "invalid_network",
        "/allowed_addresses/2": "invalid_network", "/expires_at": "past", "/colour": "unknown_field",
      ])
    let foreign = try Customer(try bundle()).workspace
    let unknown = try ana.client.post(
      "/v1/api-keys", ["name": "x", "scopes": ["read"], "workspace_ids": [.string(foreign)]])
    #expect(unknown.fieldErrors == ["/workspace_ids": "unknown_workspace"])
    let whole = try ana.client.post(
      "/v1/api-keys", ["name": "x", "scopes": ["read_audit"], "workspace_ids": [.string(ana.workspace)]])
    #expect(whole.fieldErrors == ["/scopes": "conflict"])
    #expect(try ana.client.post("/v1/api-keys", ["name": "x"]).fieldErrors == ["/scopes": "required"])
  }
}
