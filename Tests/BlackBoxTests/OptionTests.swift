internal import Core
internal import Harness
internal import Testing

@Suite("People are offered what an account may choose from", .bundle, .serialized) struct OptionTests {
  private func options(_ account: String, _ ana: Customer) throws -> [String: JSON] {
    let answer = try ana.client.get("/v1/accounts/\(account)/options")
    #expect(answer.status == 200, "\(answer.text)")
    return Dictionary((answer.json["data"]?.array ?? []).map { ($0["name"]?.string ?? "", $0) }) { first, _ in
      first
    }
  }

  private func labels(_ option: JSON?) -> [String] {
    (option?["choices"]?.array ?? []).compactMap { $0["label"]?.string }.sorted()
  }

  @Test("Pinterest's boards; a board that was offered is accepted") func boards() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("pinterest", as: "options_pin")
    let board = try #require(try options(account, ana)["board_id"])
    #expect(board["required"] == true)
    #expect(labels(board) == ["Ideas", "Menu"])
    let chosen = try #require(board["choices"]?[0]?["value"])
    let variants = JSONObject([(name: account, value: ["options": ["board_id": chosen]] as JSON)])
    let text = "Pin \(UUID.v7())"
    let made = try ana.compose(text, on: [account], media: [ana.imageURL], ["variants": .object(variants)])
    let id = try #require(made.json["id"]?.string, "\(made.text)")
    #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
    _ = try wait(for: "the pin", upTo: .seconds(30)) {
      try ana.show(id)["state"] == "published" ? true : nil
    }
  }

  @Test("TikTok's levels of privacy, and what the creator has switched off") func levels() throws {
    let ana = try Customer(try bundle())
    let open = try options(try ana.connect("tiktok", as: "options_tt"), ana)
    #expect(open["privacy_level"]?["required"] == true)
    #expect(labels(open["privacy_level"]).contains("Everyone"))
    #expect(open["disable_duet"] == nil)
    let closed = try options(try ana.connect("tiktok", as: "noduet_options"), ana)
    #expect(closed["disable_duet"]?["choices"]?[0]?["value"] == true)
  }

  @Test("YouTube's categories, without those that no video can be put into") func categories() throws {
    let ana = try Customer(try bundle())
    let category = try options(try ana.connect("youtube", as: "options_yt"), ana)["category_id"]
    #expect(category?["required"] == false)
    #expect(labels(category) == ["Education", "Music", "People & Blogs"])
  }

  @Test("Where nothing depends on the account there is nothing; a platform that fails is said so")
  func others() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    #expect(try options(try ana.connect("x", as: "options_x"), ana).isEmpty)
    let account = try ana.connect("pinterest", as: "options_down")
    try bundle.setFaults([
      "rules": [["platform": "pinterest", "operation": "read", "fault": "status", "status": 500]]
    ])
    let answer = try ana.client.get("/v1/accounts/\(account)/options")
    try bundle.setFaults(["rules": []])
    #expect(answer.status == 502)
    #expect(answer.json["code"] == "platform_unavailable")
  }
}
