internal import Core
internal import Harness
internal import Testing

@Suite(
  "What a person says of a delivery is asked of its platform before it is believed", .impatientBundle,
  .serialized)
struct ResolutionTests {
  /// A delivery whose answer was lost and which cannot be looked up, by the one who composes; with the account's other post,
  /// of the owner.
  private struct Scene {
    let ana: Customer
    let eva: Client
    let post: String
    let delivery: String
    /// As the platform has it.
    let realID: String
    let owners: JSON
    /// Whom the account stands for.
    let username: String

    /// What eva says of her delivery.
    func claim(_ more: JSONObject) throws -> Client.Answer {
      var body = more
      body["outcome"] = "published"
      return try eva.post("/v1/deliveries/\(delivery)/resolve", .object(body))
    }

    func state() throws -> String? { try ana.show(post)["deliveries"]?[0]?["state"]?.string }
  }

  private static let refusedReads: JSON = [
    ["platform": "facebook", "operation": "read", "fault": "status", "status": 403, "rate": 1],
    ["platform": "x", "operation": "read", "fault": "status", "status": 403, "rate": 1],
    ["platform": "linkedin", "operation": "read", "fault": "status", "status": 403, "rate": 1],
  ]

  private func scene(_ platform: String) throws -> Scene {
    let bundle = try bundle()
    try bundle.setFaults(["rules": []])
    let ana = try Customer(bundle)
    let username = "claim_\(UUID.v7().description.suffix(6))"
    let account = try ana.connect(platform, as: username)
    let first = try ana.compose("Owner \(UUID.v7())", on: [account]).json
    _ = try ana.client.post("/v1/posts/\(try #require(first["id"]?.string))/publish")
    let owners = try published(first, ana)
    let eva = try Colleague(of: ana.client, as: "author", in: bundle).client
    let text = "Lost \(UUID.v7())"
    let lost: JSON = [
      "platform": .string(platform), "operation": "publish", "fault": "drop_after", "rate": 1, "times": 1,
    ]
    try bundle.setFaults(["rules": .array([lost] + (Self.refusedReads.array ?? []))])
    let made = try eva.post(
      "/v1/posts",
      [
        "workspace_id": .string(ana.workspace), "account_ids": [.string(account)],
        "content": ["text": .string(text)],
      ]
    ).json
    let post = try #require(made["id"]?.string, "\(made.text)")
    _ = try eva.post("/v1/posts/\(post)/publish")
    let review = try wait(for: "a delivery in review", upTo: .seconds(60)) { () -> JSON? in
      try bundle.invoke("ReconcileDeliveries")
      let found = try ana.show(post)["deliveries"]?[0]
      return found?["state"] == "needs_review" ? found : nil
    }
    try bundle.setFaults(["rules": []])
    return Scene(
      ana: ana, eva: eva, post: post, delivery: try #require(review["id"]?.string),
      realID: try #require(try ana.ledger(text).first?["id"]?.string),
      owners: try #require(owners["deliveries"]?[0]), username: username)
  }

  @Test("What is no id, and what is no address of the platform, is refused, and nothing reaches the platform")
  func forms() throws {
    let scene = try scene("facebook")
    for id in [
      "me/permissions", "me", "..", "1001_2?x=1", "1001%2F1", "1001_2002/comments", "\(scene.realID) ",
    ] {
      #expect(
        try scene.claim(["remote_id": .string(id)]).fieldErrors == ["/remote_id": "wrong_format"], "\(id)")
    }
    for address in [
      "javascript:alert(1)", "http://www.facebook.com/1", "https://facebook.com.evil.example/1",
      "https://www.facebook.com@evil.example/", "https://www.facebook.com:444/1", "https://fаcebook.com/1",
    ] {
      let answer = try scene.claim(["remote_id": .string(scene.realID), "permalink": .string(address)])
      #expect(answer.fieldErrors == ["/permalink": "invalid_url"], "\(address)")
    }
    let both = try scene.claim(["remote_id": "me/permissions", "permalink": "javascript:alert(1)"])
    #expect(both.fieldErrors == ["/remote_id": "wrong_format", "/permalink": "invalid_url"])
    #expect(try scene.state() == "needs_review")
    #expect(try scene.eva.post("/v1/deliveries/\(scene.delivery)/take-down").status == 409)
    let account = try #require(scene.owners["account_id"]?.string)
    #expect(try scene.ana.client.post("/v1/accounts/\(account)/check").json["state"] == "connected")
  }

  @Test(
    "What is another delivery's, another account's, or older than the attempt is refused",
    arguments: ["facebook", "x"])
  func others(_ platform: String) throws {
    let scene = try scene(platform)
    let owners = try #require(scene.owners["remote_id"]?.string)
    #expect(
      try scene.claim(["remote_id": .string(owners)]).fieldErrors
        == ["/remote_id": "belongs_to_another_delivery"])
    // Of the same identity, in an organization that this member does not see.
    let neighbour = try Customer(try bundle())
    let same = try neighbour.connect(platform, as: scene.username)
    let composed = try neighbour.compose("Neighbour \(UUID.v7())", on: [same]).json
    _ = try neighbour.client.post("/v1/posts/\(try #require(composed["id"]?.string))/publish")
    let theirs = try #require(published(composed, neighbour)["deliveries"]?[0]?["remote_id"]?.string)
    #expect(
      try scene.claim(["remote_id": .string(theirs)]).fieldErrors
        == ["/remote_id": "belongs_to_another_delivery"])
    // A rival's post, and one that nobody made.
    let rival = try self.scene(platform)
    let strange = try #require(rival.owners["remote_id"]?.string)
    for id in [strange, platform == "x" ? "4242" : "4242_4242"] {
      #expect(
        try scene.claim(["remote_id": .string(id)]).fieldErrors == ["/remote_id": "not_on_this_account"],
        "\(id)")
    }
    // The owner's post as if it had been made by hand: no delivery knows it.
    let delivery = try #require(scene.owners["id"]?.string)
    try bundle().sql(
      "set session_replication_role = replica; update delivery set remote_id = null, remote_handle = null, confirmed_by = (select author_id from post limit 1) where id = '\(delivery)'; update delivery_attempt set remote_id = null where delivery_id = '\(delivery)'"
    )
    try bundle().sql(
      "set session_replication_role = replica; update delivery_attempt set started_at = started_at + interval '30 s' where delivery_id = '\(scene.delivery)'"
    )
    #expect(
      try scene.claim(["remote_id": .string(owners)]).fieldErrors == ["/remote_id": "made_before_the_attempt"]
    )
    #expect(try scene.state() == "needs_review")
    try bundle().sql(
      "set session_replication_role = replica; update delivery_attempt set started_at = started_at - interval '30 s' where delivery_id = '\(scene.delivery)'"
    )
    #expect(try scene.claim(["remote_id": .string(scene.realID)]).status == 200)
  }

  @Test("What is there is published, with the platform's own address, and its author may take it down")
  func right() throws {
    let scene = try scene("facebook")
    let answer = try scene.claim([
      "remote_id": .string(scene.realID), "permalink": "https://www.facebook.com/lies",
    ])
    #expect(answer.status == 200, "\(answer.text)")
    let delivery = try #require(answer.json["deliveries"]?[0])
    #expect(delivery["remote_id"]?.string == scene.realID)
    #expect(delivery["permalink"]?.string?.contains("lies") == false)
    #expect(try scene.eva.post("/v1/deliveries/\(scene.delivery)/take-down").status == 200)
    _ = try wait(for: "its removal", upTo: .seconds(30)) { try scene.state() == "removed" ? true : nil }
    // The owner's is there still.
    let deliveries =
      try scene.ana.client.get("/v1/posts?workspace_id=\(scene.ana.workspace)").json["data"]?.array ?? []
    #expect(deliveries.count { $0["state"] == "published" } == 1)
  }

  @Test("While the platform does not answer, nothing is changed, and the word can be given again")
  func silent() throws {
    let scene = try scene("x")
    try bundle().setFaults([
      "rules": [["platform": "x", "operation": "read", "fault": "status", "status": 503, "rate": 1]]
    ])
    let answer = try scene.claim(["remote_id": .string(scene.realID)])
    #expect(answer.status == 502)
    #expect(answer.json["code"] == "platform_unavailable")
    #expect(try scene.state() == "needs_review")
    try bundle().setFaults(["rules": []])
    #expect(try scene.claim(["remote_id": .string(scene.realID)]).status == 200)
  }

  @Test("Where no platform tells, the word is taken, and taking down by it takes the right to all posts")
  func untold() throws {
    let scene = try scene("linkedin")
    #expect(try scene.claim(["remote_id": "urn:li:share:1/2"]).fieldErrors == ["/remote_id": "wrong_format"])
    let owners = try #require(scene.owners["remote_id"]?.string)
    #expect(
      try scene.claim(["remote_id": .string(owners)]).fieldErrors == [
        "/remote_id": "belongs_to_another_delivery"
      ])
    #expect(try scene.claim(["remote_id": .string(scene.realID)]).status == 200)
    let refused = try scene.eva.post("/v1/deliveries/\(scene.delivery)/take-down")
    #expect(refused.status == 403)
    #expect(refused.json["code"] == "forbidden")
    #expect(try scene.state() == "published")
    #expect(try scene.ana.client.post("/v1/deliveries/\(scene.delivery)/take-down").status == 200)
  }
}
