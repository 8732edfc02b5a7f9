internal import Core
internal import Harness
internal import Testing

@Suite("What one customer does wrong holds up nobody else", .impatientBundle, .serialized)
struct NoisyTenantTests {
  /// How posts with such media end: refused for good at the first try, or tried again.
  private static let media: [(kind: String, isFinal: Bool)] = [
    ("missing", true), ("redirected", true), ("large", true), ("text", true), ("damaged", true),
    ("gone", false), ("failing", false), ("silent", false), ("stalled", false),
  ]

  private func post(_ text: String, on account: String, media: String? = nil, _ customer: Customer) throws
    -> String
  {
    let sandbox = try bundle().sandboxURL()
    let made = try customer.compose(
      text, on: [account], media: media.map { ["\(sandbox)/media/bad/\($0).jpg"] } ?? [])
    let id = try #require(made.json["id"]?.string, "\(made.text)")
    #expect(try customer.client.post("/v1/posts/\(id)/publish").status == 200)
    return id
  }

  @Test("An address that cannot be public is refused when the post is composed, changed or looked at")
  func privateAddress() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("x", as: "private_x")
    let codes = ["/content/media/0/url": "private_address"]
    for address in [
      "http://127.0.0.1:9/a.jpg", "http://[::1]/a.jpg", "http://2130706433/a.jpg", "http://db.internal/a.jpg",
    ] {
      #expect(try ana.compose("Hi", on: [account], media: [address]).fieldErrors == codes)
      let content: JSON = ["text": "Hi", "media": [["url": .string(address)]]]
      let body: JSON = [
        "workspace_id": .string(ana.workspace), "account_ids": [.string(account)], "content": content,
      ]
      let preflight = try ana.client.post("/v1/preflight", body).json
      #expect(preflight["publishable"] == false)
      #expect(preflight["accounts"]?[0]?["violations"]?[0]?["code"] == "private_address")
      let draft = try ana.compose("Hi", on: [account]).json
      let changed = try ana.client.patch(
        "/v1/posts/\(try #require(draft["id"]?.string))", ["content": content], version: 1)
      #expect(changed.fieldErrors == codes)
    }
  }

  /// Put there as by an older version: the worker judges by the same letters.
  @Test(
    "One that is stored all the same fails at the first try, on every platform",
    arguments: ["x", "instagram"])
  func storedPrivateAddress(_ platform: String) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect(platform, as: "stored_\(platform)")
    let made = try ana.compose("Stored", on: [account], media: [ana.imageURL]).json
    let id = try #require(made["id"]?.string)
    #expect(
      try ana.client.post(
        "/v1/posts/\(id)/schedule", ["at": JSON(describing: Instant.now() + .seconds(3000))]
      ).status == 200)
    try bundle().sql(
      """
      update post set content = jsonb_set(content, '{media,0,url}', '"http://127.0.0.1:9/a.jpg"') where id = '\(id)';
      update delivery set due_at = clock_timestamp(), not_before = clock_timestamp() where post_id = '\(id)'
      """)
    try bundle().invoke("DispatchDueDeliveries")
    let delivery = try wait(for: "failure", upTo: .seconds(20)) { () -> JSON? in
      let delivery = try ana.show(id)["deliveries"]?[0]
      return delivery?["state"] == "failed" ? delivery : nil
    }
    #expect(delivery["error"]?["code"] == "media_rejected")
  }

  @Test("Every kind of bad post of one organization, and the good ones of another: these are out at once")
  func neighbours() throws {
    let bundle = try bundle()
    let (bad, good) = (try Customer(bundle, called: "bad"), try Customer(bundle, called: "good"))
    let badAccounts = try (0..<3).map { try bad.connect("x", as: "bad\($0)_x") }
    let goodAccount = try good.connect("x", as: "good_x")
    try bundle.setFaults([
      "rules": [
        // A post that the platform cannot bear, and one that it refuses though our check lets it pass.
        [
          "platform": "x", "operation": "publish", "fault": "status", "status": 503, "text_contains": "Crash",
        ],
        [
          "platform": "x", "operation": "publish", "fault": "status", "status": 400,
          "text_contains": "Poison",
        ],
      ]
    ])
    var posts: [(id: String, kind: String, isFinal: Bool)] = []
    for number in 0..<36 {
      let (kind, isFinal) = Self.media[number % Self.media.count]
      let account = badAccounts[number % 2]
      posts.append((try post("Bad \(number)", on: account, media: kind, bad), kind, isFinal))
    }
    for number in 0..<9 {
      _ = try post("Crash \(number)", on: badAccounts[2], bad)
      posts.append((try post("Poison \(number)", on: badAccounts[2], bad), "poison", true))
    }
    let mark = UUID.v7().description
    let goodPosts = try (0..<20).map { try post("Good \($0) \(mark)", on: goodAccount, good) }
    for id in goodPosts {
      let delivery = try #require(try published(["id": .string(id)], good)["deliveries"]?[0])
      #expect(delivery["attempts"]?.array?.compactMap { $0["outcome"]?.string } == ["published"])
      #expect(delivery["error"] == .null)
    }
    #expect(try good.ledger(mark).count == 20)
    // While these went out, others were still being tried: nobody waited for their end.
    let open = try bundle.sql(
      "select count(*) from delivery where is_heavy and state not in ('published', 'failed')")
    #expect(Int(open).map { $0 > 0 } == true, "the bad ones were through before the good ones")
    #expect(try bundle.sql("select count(*) from platform_gate where closed_until is not null") == "0")
    for (id, kind, isFinal) in posts {
      let delivery = try wait(for: "\(kind): \(try bad.show(id).text)", upTo: .seconds(120)) { () -> JSON? in
        let delivery = try bad.show(id)["deliveries"]?[0]
        return delivery?["error"] == .null ? nil : delivery
      }
      #expect((delivery["state"] == "failed") == isFinal, "\(kind): \(delivery.text)")
      let codes =
        kind == "poison" ? ["content_rejected"] : isFinal ? ["media_rejected"] : ["media_unavailable"]
      #expect(codes.contains(delivery["error"]?["code"]?.string ?? ""), "\(kind): \(delivery.text)")
    }
    for (id, _, isFinal) in posts where !isFinal { _ = try bad.client.post("/v1/posts/\(id)/cancel") }
    try bundle.setFaults(["rules": []])
  }
}
