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

  // Seen red: without the comparison in Connections.arrive, every one of them connected the account.
  @Test(
    "A connection ends in the browser in which it began: nobody connects theirs to another's workspace, or another's"
  )
  func otherBrowser() throws {
    let (ana, eva) = (try Customer(bundle()), try Customer(bundle()))
    func begin(_ customer: Customer) throws -> Client.Answer {
      let begun = try customer.client.post(
        "/v1/accounts/connect/x", ["workspace_id": .string(customer.workspace)])
      #expect(begun.status == 201 && begun.header("cache-control") == "no-store")
      #expect(
        begun.header("set-cookie")?.hasSuffix("; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax") == true
      )
      return begun
    }
    func comeBack(_ begun: Client.Answer, _ cookie: String?) throws -> Client.Answer {
      let consent = try ana.client.submit(
        [("username", "browser_x"), ("decision", "approve")],
        to: try #require(begun.json["authorize_url"]?.string))
      return try Client("").call(
        "GET", try #require(consent.header("location")), headers: cookie.map { ["Cookie": $0] } ?? [:])
    }
    let own = try #require(try begin(ana).cookie)
    #expect(own.hasPrefix("__Host-connection="))
    // Eva's browser, on a trip of her own, is sent the end of Ana's; and browsers without a trip.
    for cookie in [try begin(eva).cookie, own, nil, "__Host-connection=", "__Host-connection=AAAA"] {
      let begun = try begin(ana)
      let refused = try comeBack(begun, cookie)
      #expect(refused.status == 400 && refused.json["code"] == "stale_connection", "\(refused.text)")
      // Whoever tried has used the trip up.
      #expect(try comeBack(begun, begun.cookie).status == 400)
    }
    for customer in [ana, eva] {
      let accounts = try customer.client.get("/v1/accounts?workspace_id=\(customer.workspace)").json["data"]
      #expect(accounts?.array?.isEmpty == true)
    }
    let begun = try begin(ana)
    let connected = try comeBack(begun, begun.cookie)
    #expect(connected.status == 200 && connected.header("set-cookie")?.contains("; Max-Age=0;") == true)
    let accounts = try ana.client.get("/v1/accounts?workspace_id=\(ana.workspace)").json["data"]
    #expect(accounts?.array?.map { $0["name"] } == ["browser_x"])
  }

  @Test("A choice that is forged, empty or made twice is refused") func choices() throws {
    let ana = try Customer(bundle())
    let ids: JSON = ["account_ids": [.string(UUID.v7().description)]]
    let forged = try ana.client.post("/v1/accounts/choices/AAAA", ids)
    #expect(forged.status == 400)
    #expect(forged.json["code"] == "stale_connection")
  }
}
