internal import Core
internal import Harness
internal import Testing

@Suite("A post is checked before it is stored, and again while it can still be mended", .bundle)
struct PreflightTests {
  private func body(_ ana: Customer, _ text: String, on accounts: [String], _ more: JSONObject = [:]) -> JSON
  {
    var body: JSONObject = [
      "workspace_id": .string(ana.workspace), "account_ids": .array(accounts.map { .string($0) }),
      "content": ["text": .string(text)],
    ]
    for (name, value) in more.members { body[name] = value }
    return .object(body)
  }

  private func codes(_ errors: JSON?) -> [String] {
    (errors?.array ?? []).map { "\($0["pointer"]?.string ?? "") \($0["code"]?.string ?? "")" }
  }

  @Test("Every account has its own answer, with what may still be written; nothing is stored")
  func accounts() throws {
    let ana = try Customer(try bundle())
    let x = try ana.connect("x", as: "preflight_x")
    let instagram = try ana.connect("instagram", as: "preflight_ig")
    let text = "Menu 👍 https://example.com/a/long/address/of/a/menu"
    let variants = JSONObject([(name: instagram, value: ["text": "short"] as JSON)])
    let answer = try ana.client.post(
      "/v1/preflight", body(ana, text, on: [x, instagram], ["variants": .object(variants)]))
    #expect(answer.status == 200)
    #expect(answer.json["publishable"] == false)
    #expect(answer.json["violations"] == [])
    let first = answer.json["accounts"]?[0]
    #expect(first?["account_id"]?.string == x)
    #expect(first?["publishable"] == true)
    // A link counts 23 and an emoji 2: 5 + 2 + 1 + 23.
    #expect(
      first?["texts"] == [
        [
          "pointer": "/content/text", "unit": "weighted_characters", "length": 31, "limit": 280,
          "remaining": 249,
        ]
      ])
    let second = answer.json["accounts"]?[1]
    #expect(second?["publishable"] == false)
    #expect(codes(second?["violations"]) == ["/content/media media_required"])
    #expect(second?["texts"]?[0]?["pointer"]?.string == "/variants/\(instagram)/text")
    #expect(second?["texts"]?[0]?["remaining"] == 2195)
    #expect(try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)").json["data"] == [])
  }

  @Test("What is said before is what is said at composing") func sameRules() throws {
    let ana = try Customer(try bundle())
    let accounts = [try ana.connect("x", as: "same_x"), try ana.connect("instagram", as: "same_ig")]
    let media: JSON = [["id": .string(UUID.v7().description)]]
    let request = body(
      ana, String(repeating: "語", count: 1200), on: accounts + [UUID.v7().description],
      [
        "content": ["text": .string(String(repeating: "語", count: 2300)), "media": media],
        "scheduled_at": "2020-01-01T00:00:00Z",
      ])
    let before = try ana.client.post("/v1/preflight", request)
    #expect(before.status == 200)
    let said =
      codes(before.json["violations"])
      + (before.json["accounts"]?.array ?? []).flatMap { codes($0["violations"]) }
    let refused = try ana.client.post("/v1/posts", request)
    #expect(refused.status == 422)
    #expect(Set(said) == Set(codes(refused.json["errors"])))
    #expect(
      Set(said) == [
        "/account_ids/2 unknown_account", "/scheduled_at past", "/content/text too_long",
        "/content/media/0/id unknown_media",
      ])
  }

  @Test("The health of accounts counts: lost access, access that ends, a limit that lasts") func health()
    throws
  {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let ids = try (0..<3).map { try ana.connect("x", as: "health_\($0)") }
    try bundle.sql(
      """
      update account set state = 'reconnect', error_code = 'permission_missing',
        error_detail = 'X was not allowed tweet.write.' where id = '\(ids[0])';
      update account set token_expires_at = now() + interval '1 day', renewal_failed_at = now() where id = '\(ids[1])';
      update account set limited_until = now() + interval '3 days' where id = '\(ids[2])';
      """)
    let time = JSON(describing: Instant.now() + .seconds(2 * 86_400))
    let answer = try ana.client.post("/v1/preflight", body(ana, "x", on: ids, ["scheduled_at": time]))
    let accounts = answer.json["accounts"]?.array ?? []
    #expect(accounts.map { $0["publishable"]?.bool } == [false, true, true])
    #expect(codes(accounts.first?["violations"]) == ["/account_ids/0 account_reconnect"])
    #expect(accounts.first?["violations"]?[0]?["detail"]?.string?.contains("tweet.write") == true)
    #expect(
      accounts.map { codes($0["warnings"]) } == [
        [], ["/account_ids/1 access_ends"], ["/account_ids/2 account_limited"],
      ])
    let draft = try ana.client.post("/v1/preflight", body(ana, "x", on: ids))
    #expect(codes(draft.json["accounts"]?[1]?["warnings"]) == [])
  }

  @Test("A body that cannot be read is refused with all that is wrong") func unreadable() throws {
    let ana = try Customer(try bundle())
    let answer = try ana.client.post(
      "/v1/preflight", ["workspace_id": 5, "account_ids": ["x"], "content": ["txt": "a"]])
    #expect(answer.status == 422)
    #expect(
      answer.fieldErrors == [
        "/workspace_id": "wrong_type", "/account_ids/0": "wrong_type", "/content/txt": "unknown_field",
      ])
  }

  @Test("The author is told by mail, event and post when what is due soon would fail; once") func due() throws
  {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("x", as: "due_x")
    let time = JSON(describing: Instant.now() + .seconds(540))
    let made = try ana.compose("Soon \(UUID.v7())", on: [account], ["scheduled_at": time]).json
    let post = try #require(made["id"]?.string)
    #expect(made["deliveries"]?[0]?["risks"] == [])
    #expect(try ana.client.delete("/v1/accounts/\(account)?force=true").status == 204)
    // It may have been looked at while the account was still connected.
    try bundle.sql("update delivery set checked_revision = null where post_id = '\(post)'")
    for _ in 0..<2 { #expect(try bundle.invoke("PreflightDueDeliveries").isDone) }
    let mail = try wait(for: "mail", upTo: .seconds(20)) {
      try bundle.mail(to: ana.email, "A post is about to fail").first
    }
    #expect(mail["text"]?.string?.contains("due_x must be connected again") == true)
    let shown = try ana.show(post)
    #expect(
      codes(shown["deliveries"]?[0]?["risks"]).map { $0.split(separator: " ").last } == [
        "account_disconnected"
      ])
    let events = try ana.client.get("/v1/audit-events?action=delivery.at_risk").json["data"]?.array ?? []
    #expect(events.count == 1)
    #expect(try bundle.mail(to: ana.email, "A post is about to fail").count == 1)
  }

  @Test("Who manages accounts gets mail about access that ends; authors do not") func ending() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let author = try Colleague(of: ana.client, as: "author", in: bundle)
    let manager = try Colleague(of: ana.client, as: "manager", in: bundle)
    let account = try ana.connect("linkedin", as: "ending_li")
    let time = JSON(describing: Instant.now() + .seconds(20 * 86_400))
    #expect(try ana.compose("Later \(UUID.v7())", on: [account], ["scheduled_at": time]).status == 201)
    try bundle.sql(
      """
      update account set token_expires_at = now() + interval '6 days', refreshed_at = now() - interval '54 days',
        renewal_failed_at = now(), refresh_after = null where id = '\(account)'
      """)
    for _ in 0..<2 { #expect(try bundle.invoke("RefreshTokens").isDone) }
    for address in [ana.email, manager.email] {
      let mail = try wait(for: "mail to \(address)", upTo: .seconds(20)) {
        try bundle.mail(to: address, "The access to ").first
      }
      #expect(mail["subject"]?.string == "The access to ending_li ends within 7 days")
    }
    #expect(try bundle.mail(to: author.email, "The access to ").isEmpty)
    #expect(try bundle.mail(to: ana.email, "The access to ").count == 1)
  }
}
