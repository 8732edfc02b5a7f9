internal import Core
internal import Harness
internal import Identity
internal import Testing

/// An answer that lies there is given to those only who would be let in now.
extension IdempotencyTests {
  private var body: JSON { ["name": "Once"] }

  @Test("Who may not any more is refused, and gets it again when they may again")
  func role() throws {
    let eva = try Colleague(of: ana.client, as: "admin", in: try bundle())
    let path = "/v1/members/\(try eva.id())"
    let repeater = Repeater(eva.client)
    let first = try repeater.post("/v1/workspaces", body)
    #expect(first.status == 201)
    func become(_ role: String) throws {
      let change: JSON = ["role": .string(role)]
      #expect(try ana.client.call("PATCH", path, change.encoded()).status == 200)
    }
    try become("author")
    let refused = try repeater.post("/v1/workspaces", body)
    #expect(refused.status == 403 && refused.code == "forbidden" && !refused.isReplayed)
    #expect(!refused.text.contains(try #require(first.id)))
    try become("admin")
    #expect(try repeater.post("/v1/workspaces", body).isReplayed)
    #expect(try ana.client.delete(path).status == 204)
    let gone = try repeater.post("/v1/workspaces", body)
    #expect(gone.status == 403 || gone.status == 401)
    #expect(!gone.isReplayed)
  }

  @Test("A session that has ended and a key that was revoked get nothing repeated")
  func credentials() throws {
    let phone = Client(try bundle().url)
    try Colleague.logIn(phone, ana.email, ana.password)
    let repeater = Repeater(phone)
    #expect(try repeater.post("/v1/workspaces", body).status == 201)
    #expect(try phone.post("/v1/auth/logout").status == 204)
    let ended = try repeater.post("/v1/workspaces", body)
    #expect(ended.status == 401 && !ended.isReplayed)
    // Not the key has gone with the session: where the person is let in, it is answered.
    #expect(try repeater.by(ana.client).post("/v1/workspaces", body).isReplayed)
    let program = try APIKeyHolder([.writeOwn], by: ana.client, in: try bundle())
    let once = Repeater(program.client)
    #expect(try once.post("/v1/posts", draft("By a program")).status == 201)
    #expect(try once.post("/v1/posts", draft("By a program")).isReplayed)
    #expect(try ana.client.delete("/v1/api-keys/\(program.id)").status == 204)
    let revoked = try once.post("/v1/posts", draft("By a program"))
    #expect(revoked.status == 401 && !revoked.isReplayed)
  }

  @Test("What takes a fresh proof takes it for a repetition too")
  func stepUp() throws {
    let user = try #require(ana.registration["user"]?["id"]?.string)
    let repeater = Repeater(ana.client)
    let key: JSON = ["name": "Import", "scopes": ["read"]]
    let first = try repeater.post("/v1/api-keys", key)
    #expect(first.status == 201)
    func age(_ minutes: Int) throws {
      try bundle().sql(
        "update user_session set authenticated_at = clock_timestamp() - interval '\(minutes) min'"
          + " where user_id = '\(user)'")
    }
    try age(11)
    let stale = try repeater.post("/v1/api-keys", key)
    #expect(stale.status == 403 && stale.code == "step_up_required" && !stale.isReplayed)
    try age(1)
    #expect(try repeater.post("/v1/api-keys", key).isReplayed)
  }

  @Test("A key has 1 to 255 bytes, whatever they are, and differs by each of them")
  func form() throws {
    for key in ["k", String(repeating: "k", count: 255), "a b:c/%2F\"'", "K"] {
      let repeater = Repeater(ana.client, key)
      #expect(try repeater.post("/v1/workspaces", body).status == 201, "\(key)")
      #expect(try repeater.post("/v1/workspaces", body).isReplayed, "\(key)")
    }
    let long = try Repeater(ana.client, String(repeating: "k", count: 256)).post("/v1/workspaces", body)
    #expect(long.status == 400 && long.code == "invalid_idempotency_key")
    let names = try ana.client.get("/v1/workspaces").json["data"]?.array ?? []
    #expect(names.filter { $0["name"]?.string == "Once" }.count == 4)
  }
}
