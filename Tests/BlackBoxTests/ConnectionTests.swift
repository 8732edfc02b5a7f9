internal import Core
internal import Harness
internal import Identity
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

  @Test("Disconnecting leaves the access to whoever else publishes as the same identity, be it elsewhere")
  func shared() throws {
    let bundle = try bundle()
    let (ana, ben) = (try Customer(bundle), try Customer(bundle))
    let (hers, his) = (try ana.connect("tiktok", as: "shared"), try ben.connect("tiktok", as: "shared"))
    #expect(try ana.client.delete("/v1/accounts/\(hers)").status == 204)
    #expect(try ben.client.post("/v1/accounts/\(his)/check").json["state"] == "connected")
    #expect(try ben.client.delete("/v1/accounts/\(his)").status == 204)
  }

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
    #expect(own.hasPrefix("__Host-connection-"))
    let name = own.prefix { $0 != "=" }
    // Eva's browser, on a trip of her own, is sent the end of Ana's; and browsers without a trip.
    for cookie in [try begin(eva).cookie, own, nil, "\(name)=", "\(name)=AAAA", "__Host-connection=AAAA"] {
      let begun = try begin(ana)
      let refused = try comeBack(begun, cookie)
      #expect(refused.status == 400 && refused.json["code"] == "stale_connection", "\(refused.text)")
      // The name of the trip's cookie alone is nothing.
      let named = begun.cookie.map { String($0.prefix { $0 != "=" }) + "=AAAA" }
      #expect(try comeBack(begun, named).status == 400)
      for customer in [ana, eva] {
        let accounts = try customer.client.get("/v1/accounts?workspace_id=\(customer.workspace)").json["data"]
        #expect(accounts?.array?.isEmpty == true)
      }
    }
    let begun = try begin(ana)
    // A preview or a scanner that fetches the address first spoils nothing.
    #expect(try comeBack(begun, nil).status == 400)
    let connected = try comeBack(begun, begun.cookie)
    #expect(connected.status == 200 && connected.header("set-cookie")?.contains("; Max-Age=0;") == true)
    #expect(try comeBack(begun, begun.cookie).json["code"] == "stale_connection")
    let accounts = try ana.client.get("/v1/accounts?workspace_id=\(ana.workspace)").json["data"]
    #expect(accounts?.array?.map { $0["name"] } == ["browser_x"])
  }

  @Test("Two tabs of one browser connect two accounts, in any order; the eldest of many trips gives way")
  func twoTabs() throws {
    let ana = try Customer(bundle())
    var jar: [String: String] = [:]
    func keep(_ answer: Client.Answer) {
      for (name, value) in answer.headers where name == "set-cookie" {
        let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
        jar[pair[0]] = value.contains("; Max-Age=0;") ? nil : pair[1]
      }
    }
    var cookie: String { jar.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
    func begin(_ platform: String) throws -> String {
      let begun = try ana.client.post(
        "/v1/accounts/connect/\(platform)", ["workspace_id": .string(ana.workspace)],
        headers: ["Cookie": cookie])
      keep(begun)
      return try #require(begun.json["authorize_url"]?.string)
    }
    func finish(_ address: String, as username: String) throws -> Client.Answer {
      let consent = try ana.client.submit([("username", username), ("decision", "approve")], to: address)
      let answer = try Client("").call(
        "GET", try #require(consent.header("location")), headers: ["Cookie": cookie])
      keep(answer)
      return answer
    }
    let tabs = [try begin("x"), try begin("facebook"), try begin("x")]
    #expect(jar.count == 3)
    #expect(try finish(tabs[2], as: "third_tab").status == 200)
    #expect(try finish(tabs[0], as: "first_tab").status == 200)
    #expect(try finish(tabs[1], as: "second_tab").status == 200)
    #expect(jar.isEmpty)
    let accounts = try ana.client.get("/v1/accounts?workspace_id=\(ana.workspace)").json["data"]?.array ?? []
    #expect(Set(accounts.compactMap { $0["name"]?.string }) == ["first_tab", "second_tab", "third_tab"])
    let many = try (0..<10).map { _ in try begin("x") }
    #expect(jar.count == 8)
    #expect(try finish(try #require(many.last), as: "last_tab").status == 200)
  }

  /// What may become of who began, while their browser is at the platform.
  enum Ending: CaseIterable {
    case removed, demoted, loggedOut, lacksFactor, keyRevoked, keyNarrowed
  }

  @Test(
    "Whoever may not connect accounts any more finishes nothing, and what was granted is given back",
    arguments: Ending.allCases)
  func endedMeanwhile(_ ending: Ending) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let manager = try Colleague(of: ana.client, as: "manager", in: bundle)
    let key = try APIKeyHolder([.read, .manageAccounts], by: ana.client, in: bundle)
    let usesKey = [.keyRevoked, .keyNarrowed].contains(ending)
    let client = usesKey ? key.client : manager.client
    func consent(_ platform: String, as username: String) throws -> (location: String, cookie: String) {
      let begun = try client.post(
        "/v1/accounts/connect/\(platform)", ["workspace_id": .string(ana.workspace)])
      let consent = try client.submit(
        [("username", username), ("decision", "approve")],
        to: try #require(begun.json["authorize_url"]?.string))
      return (try #require(consent.header("location")), try #require(begun.cookie))
    }
    func comeBack(_ trip: (location: String, cookie: String)) throws -> Client.Answer {
      try Client("").call(
        "GET", trip.location, headers: ["Accept": "application/json", "Cookie": trip.cookie])
    }
    let trip = try consent("x", as: "gone_\(UUID.v7().description.suffix(8))")
    let offer = try comeBack(consent("facebook", as: "choice.pages3")).json
    let choice = try #require(offer["choice"]?.string, "\(offer.text)")
    let chosen: JSON = ["account_ids": .array((offer["candidates"]?.array ?? []).compactMap { $0["id"] })]
    let before = try revocations()
    try end(ending, ana, manager, key)
    for answer in [try comeBack(trip), try client.post("/v1/accounts/choices/\(choice)", chosen)] {
      #expect(answer.status == 403 && answer.json["code"] == "connection_not_allowed", "\(answer.text)")
    }
    #expect(try revocations() == before + 1)
    #expect(try client.post("/v1/accounts/choices/\(choice)", chosen).json["code"] == "stale_connection")
    let rows = "select count(*) from account where organization_id = '\(try organization(of: ana))'"
    #expect(try bundle.sql(rows) == "0")
    #expect(try bundle.sql("select count(*) from connection_choice") == "0")
  }

  private func organization(of ana: Customer) throws -> String {
    try #require(ana.registration["organization"]?["id"]?.string)
  }

  /// How often X was given access back.
  private func revocations() throws -> Int {
    try TextFile.read(try bundle().directory + "/sandbox-state.jsonl").split(separator: "\n")
      .compactMap { try? JSON(parsing: String($0)) }
      .count { $0["record"] == "revoked" && $0["platform"] == "x" }
  }

  private func end(_ ending: Ending, _ ana: Customer, _ manager: Colleague, _ key: APIKeyHolder) throws {
    switch ending {
    case .removed: #expect(try ana.client.delete("/v1/members/\(manager.id())").status == 204)
    case .demoted:
      let body: JSON = ["role": "author"]
      #expect(try ana.client.call("PATCH", "/v1/members/\(manager.id())", body.encoded()).status == 200)
    case .loggedOut: #expect(try manager.client.post("/v1/auth/logout").status == 204)
    case .lacksFactor:
      try bundle().sql(
        "update organization set requires_second_factor = true where id = '\(organization(of: ana))'")
    case .keyRevoked: #expect(try ana.client.delete("/v1/api-keys/\(key.id)").status == 204)
    case .keyNarrowed:
      try bundle().sql("update api_key set workspace_ids = array[gen_random_uuid()] where id = '\(key.id)'")
    }
  }

  @Test("A choice that is forged, empty or made twice is refused") func choices() throws {
    let ana = try Customer(bundle())
    let ids: JSON = ["account_ids": [.string(UUID.v7().description)]]
    let forged = try ana.client.post("/v1/accounts/choices/AAAA", ids)
    #expect(forged.status == 400)
    #expect(forged.json["code"] == "stale_connection")
  }
}
