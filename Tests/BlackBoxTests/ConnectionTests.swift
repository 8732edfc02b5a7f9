internal import Core
internal import Harness
internal import Testing

@Suite("Accounts are connected, checked and disconnected", .bundle, .serialized) struct ConnectionTests {
  private func account(_ id: String, of customer: Customer) throws -> JSON? {
    let list = try customer.client.get("/v1/accounts?workspace_id=\(customer.workspace)").json["data"]?.array
    return list?.first { $0["id"]?.string == id }
  }

  private func age(_ bundle: RunningBundle, days: Int) throws {
    let answer = try Client(bundle.sandboxURL()).post("/clock", ["advance_s": .integer(Int64(days) * 86_400)])
    #expect(answer.status == 200)
  }

  @Test("An account that is well stays connected; one whose access was taken back says what to do")
  func check() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let id = try ana.connect("instagram", as: "checked")
    let well = try ana.client.post("/v1/accounts/\(id)/check")
    #expect(well.status == 200)
    #expect(well.json["state"] == "connected")
    #expect(well.json["error"] == .null)
    // Its token lives for 60 days, and nobody renewed it.
    try age(bundle, days: 61)
    let lost = try ana.client.post("/v1/accounts/\(id)/check").json
    #expect(lost["state"] == "reconnect")
    #expect(lost["error"]?["code"] == "reauthorize")
    #expect(lost["error"]?["remedy"] == "Connect the account again.")
    // Connected again it is the same account, and the complaint is gone.
    #expect(try ana.connect("instagram", as: "checked") == id)
    let again = try #require(try account(id, of: ana))
    #expect(again["state"] == "connected")
    #expect(again["error"] == .null)
  }

  @Test("Disconnecting takes the access back at the platform, and keeps the account's history")
  func disconnect() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let id = try ana.connect("x", as: "leaver")
    let text = "Before leaving \(UUID.v7())"
    let post = try ana.compose(text, on: [id]).json
    let postID = try #require(post["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(postID)/schedule", ["at": "2035-01-01T09:00:00Z"])
    let refused = try ana.client.delete("/v1/accounts/\(id)")
    #expect(refused.status == 409)
    #expect(refused.json["code"] == "posts_planned")
    #expect(try account(id, of: ana)?["state"] == "connected")
    _ = try ana.client.post("/v1/posts/\(postID)/cancel")
    #expect(try ana.client.delete("/v1/accounts/\(id)").status == 204)
    #expect(try account(id, of: ana) == nil)
    #expect(try ana.client.delete("/v1/accounts/\(id)").status == 404)
    #expect(try ana.client.get("/v1/posts/\(postID)").json["deliveries"]?[0]?["account_id"]?.string == id)
    #expect(try ana.compose("After \(text)", on: [id]).status == 422)
    let actions = try ana.client.get("/v1/audit-events?limit=100").json["data"]?.array ?? []
    let names = actions.compactMap { $0["action"]?.string }
    #expect(names.contains("account.connected") && names.contains("account.disconnected"))
    #expect(try ana.connect("x", as: "leaver") == id)
  }

  @Test("A choice that is forged, empty or made twice is refused") func choices() throws {
    let ana = try Customer(bundle())
    let ids: JSON = ["account_ids": [.string(UUID.v7().description)]]
    let forged = try ana.client.post("/v1/accounts/choices/AAAA", ids)
    #expect(forged.status == 400)
    #expect(forged.json["code"] == "stale_connection")
  }
}
