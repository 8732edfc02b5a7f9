internal import Core
internal import Harness
internal import Testing

@Suite("What is lost on the way is found again", .impatientBundle, .serialized) struct RecoveryTests {
  /// Runs the timers' work until the post has a state.
  private func settle(_ post: JSON, as state: String, _ customer: Customer) throws -> JSON {
    let bundle = try bundle()
    let id = try #require(post["id"]?.string)
    return try wait(for: "\(state): \(try customer.show(id).text)", upTo: .seconds(60)) {
      try bundle.invoke("ReconcileDeliveries")
      let post = try customer.show(id)
      return post["state"]?.string == state ? post : nil
    }
  }

  private func publish(_ text: String, on account: String, media: [String] = [], _ customer: Customer) throws
    -> JSON
  {
    let draft = try customer.compose(text, on: [account], media: media).json
    _ = try customer.client.post("/v1/posts/\(try #require(draft["id"]?.string))/publish")
    return draft
  }

  @Test(
    "When the platform took the post but its answer was lost, it is read back and not sent again",
    arguments: [
      ("x", "drop_after"), ("x", "status_after"), ("instagram", "drop_after"), ("instagram", "status_after"),
    ])
  func lostAnswer(_ platform: String, _ fault: String) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect(platform, as: "lost_\(fault)")
    let text = "Lost \(UUID.v7())"
    try bundle.setFaults([
      "rules": [
        [
          "platform": .string(platform), "operation": "publish", "fault": .string(fault), "status": 500,
          "rate": 1, "times": 1,
        ]
      ]
    ])
    let post = try settle(
      try publish(text, on: account, media: platform == "x" ? [] : [ana.imageURL], ana), as: "published", ana)
    let ledger = try ana.ledger(text)
    #expect(ledger.count == 1)
    #expect(post["deliveries"]?[0]?["remote_id"] == ledger[0]["id"])
    #expect(post["deliveries"]?[0]?["permalink"]?.string != nil)
  }

  @Test("When the platform never saw the post, it is sent once it is certain that it is not there")
  func lostRequest() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("x", as: "unseen_x")
    let text = "Unseen \(UUID.v7())"
    try bundle.setFaults([
      "rules": [["platform": "x", "operation": "publish", "fault": "drop_before", "rate": 1, "times": 1]]
    ])
    let post = try settle(try publish(text, on: account, ana), as: "published", ana)
    #expect(try ana.ledger(text).count == 1)
    let outcomes = post["deliveries"]?[0]?["attempts"]?.array?.compactMap { $0["outcome"]?.string }
    #expect(outcomes == ["unknown", "published"])
  }

  @Test("What cannot be read back is left to a person, whose word settles it")
  func needsReview() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("x", as: "review_x")
    let text = "Review \(UUID.v7())"
    try bundle.setFaults([
      "rules": [
        ["platform": "x", "operation": "publish", "fault": "drop_after", "rate": 1, "times": 1],
        ["platform": "x", "operation": "read", "fault": "status", "status": 403, "rate": 1],
      ]
    ])
    let post = try settle(try publish(text, on: account, ana), as: "needs_review", ana)
    try bundle.setFaults(["rules": []])
    let delivery = try #require(post["deliveries"]?[0]?["id"]?.string)
    #expect(post["deliveries"]?[0]?["error"]?["code"]?.string == "needs_review")
    let odd = try ana.client.post("/v1/deliveries/\(delivery)/resolve", ["outcome": "maybe"])
    #expect(odd.fieldErrors == ["/outcome": "unknown_value"])
    let resolved = try ana.client.post("/v1/deliveries/\(delivery)/resolve", ["outcome": "published"])
    #expect(resolved.json["state"]?.string == "published")
    #expect(try ana.ledger(text).count == 1)
    #expect(try ana.client.post("/v1/deliveries/\(delivery)/resolve", ["outcome": "published"]).status == 409)
  }

  @Test(
    "A refusal that may pass is tried again; one that will not is failed, with the platform's reason, and can be retried"
  )
  func refusals() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("x", as: "refused_x")
    let text = "Refused \(UUID.v7())"
    try bundle.setFaults([
      "rules": [
        ["platform": "x", "operation": "publish", "fault": "status", "status": 403, "rate": 1, "times": 1]
      ]
    ])
    let post = try settle(try publish(text, on: account, ana), as: "failed", ana)
    let delivery = try #require(post["deliveries"]?[0])
    #expect(delivery["error"]?["code"]?.string != nil)
    let id = try #require(delivery["id"]?.string)
    #expect(try ana.client.post("/v1/deliveries/\(id)/retry").status == 200)
    _ = try published(post, ana)
    #expect(try ana.ledger(text).count == 1)
    #expect(try ana.client.post("/v1/deliveries/\(id)/retry").status == 409)
  }

  @Test("A host that is killed publishes what was planned once it is back")
  func crash() throws {
    let bundle = try bundle()
    try bundle.setFaults(["rules": []])
    let ana = try Customer(bundle)
    let account = try ana.connect("x", as: "crash_x")
    let text = "Crash \(UUID.v7())"
    let time = Instant(seconds: Instant.now().seconds + 3)
    let created = try ana.compose(text, on: [account], ["scheduled_at": JSON(describing: time)]).json
    try bundle.crash()
    try bundle.start()
    // What it had not sent to the queue yet, the timer sends within a minute.
    try bundle.invoke("DispatchDueDeliveries")
    _ = try published(created, ana)
    #expect(try ana.ledger(text).count == 1)
  }
}
