internal import Core
internal import Harness
internal import Testing

@Suite("A post that is out is never reported as failed", .bundle, .serialized) struct PartlyOutTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let platform: String
    /// What the sandbox refuses.
    let operation: String
    var media: String?
    let pointer: String
    var testDescription: String { platform }
  }

  static let cases = [
    Case(platform: "facebook", operation: "reply", pointer: "/first_comment"),
    Case(platform: "instagram", operation: "reply", media: "/media/sample.jpg", pointer: "/first_comment"),
    Case(platform: "linkedin", operation: "reply", pointer: "/first_comment"),
    Case(
      platform: "youtube", operation: "reply", media: "/media/a.mp4?bytes=100000", pointer: "/first_comment"),
    Case(platform: "x", operation: "publish", pointer: "/thread/0"),
  ]

  /// Content of two requests, of which the second has a text of its own.
  private func content(_ one: Case, _ text: String, _ second: String) throws -> JSON {
    var content: JSONObject = ["text": .string(text)]
    if let media = one.media { content["media"] = [["url": .string(try bundle().sandboxURL() + media)]] }
    if one.platform == "youtube" { content["title"] = .string(String(text.prefix(90))) }
    if one.platform == "x" {
      content["thread"] = [.string(second)]
    } else {
      content["first_comment"] = .string(second)
    }
    return .object(content)
  }

  @Test(
    "With the second request refused it is published, with its address and a warning; a retry sends the rest alone; it can be taken down",
    arguments: cases)
  func refused(_ one: Case) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect(one.platform, as: "partly_\(one.platform)")
    let (text, second) = ("Partly \(UUID.v7())", "Second \(UUID.v7())")
    let draft = try ana.compose("", on: [account], ["content": content(one, text, second)])
    let id = try #require(draft.json["id"]?.string, "\(draft.text)")
    try bundle.setFaults([
      "rules": [
        [
          "platform": .string(one.platform), "operation": .string(one.operation), "fault": "status",
          "status": 403, "rate": 1, "text_contains": one.platform == "x" ? .string(second) : .null,
        ]
      ]
    ])
    #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
    let post = try published(draft.json, ana)
    try bundle.setFaults(["rules": []])
    let delivery = try #require(post["deliveries"]?[0])
    #expect(delivery["state"] == "published" && delivery["error"] == .null, "\(post.text)")
    #expect(delivery["published_at"] != .null && delivery["remote_id"]?.string != nil)
    #expect(delivery["warning"]?["code"] == "permission_missing", "\(post.text)")
    #expect(delivery["warning"]?["pointer"]?.string == one.pointer && delivery["warning"]?["step"] == 1)
    #expect(try ana.ledger(text).count == 1 && ana.ledger(second).isEmpty)
    #expect(try listed("published", ana) == [id] && listed("failed", ana).isEmpty)
    let deliveryID = try #require(delivery["id"]?.string)
    let retried = try ana.client.post("/v1/deliveries/\(deliveryID)/retry")
    #expect(retried.status == 200, "\(retried.text)")
    let whole = try wait(for: "the rest: \(try ana.show(id).text)", upTo: .seconds(30)) {
      let post = try ana.show(id)
      return try ana.ledger(second).count == 1 && post["state"] == "published" ? post : nil
    }
    #expect(whole["deliveries"]?[0]?["warning"] == .null, "\(whole.text)")
    for name in ["remote_id", "permalink", "published_at"] {
      #expect(whole["deliveries"]?[0]?[name] == delivery[name])
    }
    #expect(try ana.ledger(text).count == 1)
    try takeDown(deliveryID, of: id, one, ana)
  }

  private func takeDown(_ delivery: String, of post: String, _ one: Case, _ ana: Customer) throws {
    let taken = try ana.client.post("/v1/deliveries/\(delivery)/take-down")
    if one.platform == "instagram" {
      #expect(taken.json["code"] == "only_by_people")
      return
    }
    #expect(taken.status == 200, "\(taken.text)")
    _ = try wait(for: "taken down", upTo: .seconds(30)) {
      try ana.show(post)["state"] == "removed" ? true : nil
    }
  }

  private func listed(_ state: String, _ ana: Customer) throws -> [String] {
    let list = try ana.client.get("/v1/posts?workspace_id=\(ana.workspace)&state=\(state)").json["data"]
    return (list?.array ?? []).compactMap { $0["id"]?.string }
  }

  @Test("What is published is a fact: an edit of it is refused, whatever it is of, and the record stays")
  func edit() throws {
    let ana = try Customer(bundle())
    let (out, open) = (try ana.connect("x", as: "fact_a"), try ana.connect("x", as: "fact_b"))
    let text = "Fact \(UUID.v7())"
    let draft = try ana.compose(text, on: [out]).json
    let id = try #require(draft["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(id)/publish")
    let version = Int(try #require(try published(draft, ana)["version"]?.integer))
    let other: JSON = ["text": "Other"]
    let variants: JSON = .object(JSONObject([(name: out, value: other)]))
    let patches: [JSON] = [
      ["content": ["text": "Other"]], ["content": ["first_comment": "More"]], ["variants": variants],
      ["account_ids": [.string(out), .string(open)]], ["account_ids": [.string(open)]],
      ["scheduled_at": "2035-01-01T09:00:00Z"], [:],
    ]
    for patch in patches {
      let refused = try ana.client.patch("/v1/posts/\(id)", patch, version: version)
      #expect(refused.status == 409 && refused.json["code"] == "already_published", "\(refused.text)")
      #expect(refused.json["detail"]?.string?.contains("fact_a (x, \(out))") == true, "\(refused.text)")
    }
    let post = try ana.show(id)
    #expect(post["version"] == JSON(version) && post["content"]?["text"]?.string == text)
    // A version that is not the post's is told of first.
    #expect(try ana.client.patch("/v1/posts/\(id)", [:], version: version - 1).status == 412)
  }
}
