internal import Core
internal import Harness
internal import Testing

@Suite("Posts on LinkedIn", .impatientBundle, .serialized) struct LinkedInTests {
  private func content(_ text: String, _ members: JSONObject) -> JSON {
    var content = members
    content["text"] = .string(text)
    return .object(content)
  }

  @Test("Text, a card, images and a video go out once, each with its first comment and its address")
  func kinds() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("linkedin", as: "kinds_li")
    let image: JSON = ["url": .string(ana.imageURL), "alt_text": "grey"]
    let video: JSON = ["url": .string(try bundle.sandboxURL() + "/media/a.mp4?bytes=5000000")]
    let kinds: [(String, JSONObject)] = [
      ("post", [:]), ("article", ["link": "https://a.example", "title": "A"]), ("image", ["media": [image]]),
      ("multi_image", ["media": [image, image]]), ("video", ["media": [video], "title": "Clip"]),
    ]
    for (kind, members) in kinds {
      let text = "\(kind) \(UUID.v7())"
      var members = members
      members["first_comment"] = .string("Below \(text)")
      let draft = try ana.compose("", on: [account], ["content": content(text, members)])
      let id = try #require(draft.json["id"]?.string, "\(draft.text)")
      #expect(try ana.client.post("/v1/posts/\(id)/publish").status == 200)
      let delivery = try published(draft.json, ana)["deliveries"]?[0]
      let ledger = try ana.ledger(text)
      #expect(ledger.map { $0["kind"]?.string } == [kind, "comment"])
      #expect(ledger.last?["reply_to"] == ledger.first?["id"])
      let urn = try #require(ledger.first?["id"]?.string)
      #expect(delivery?["remote_id"]?.string == urn)
      #expect(delivery?["permalink"]?.string == "https://www.linkedin.com/feed/update/\(urn)/")
    }
  }

  @Test("A member's post whose answer was lost cannot be looked up: a person is asked, nothing is sent twice")
  func lostAnswer() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("linkedin", as: "lost_li")
    let text = "Lost \(UUID.v7())"
    try bundle.setFaults([
      "allow_duplicates": true,
      "rules": [["platform": "linkedin", "operation": "publish", "fault": "drop_after", "times": 1]],
    ])
    let draft = try ana.compose(text, on: [account]).json
    let id = try #require(draft["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(id)/publish")
    let post = try wait(for: "needs_review: \(try ana.show(id).text)", upTo: .seconds(60)) {
      try bundle.invoke("ReconcileDeliveries")
      let post = try ana.show(id)
      return post["state"]?.string == "needs_review" ? post : nil
    }
    try bundle.setFaults(["rules": [], "allow_duplicates": false])
    #expect(try ana.ledger(text).count == 1)
    let delivery = try #require(post["deliveries"]?[0])
    #expect(delivery["error"]?["code"]?.string == "needs_review")
    let resolved = try ana.client.post(
      "/v1/deliveries/\(try #require(delivery["id"]?.string))/resolve", ["outcome": "published"])
    #expect(resolved.json["state"]?.string == "published")
  }

  @Test("An organization's post whose answer was lost is read back and not sent again; its comment follows")
  func readBack() throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("linkedin", as: "page_li", choosing: "page_li Ltd")
    let text = "Found #spring (again) \(UUID.v7())"
    try bundle.setFaults([
      "rules": [["platform": "linkedin", "operation": "publish", "fault": "drop_after", "times": 1]]
    ])
    let draft = try ana.compose("", on: [account], ["content": content(text, ["first_comment": "Below"])])
      .json
    let id = try #require(draft["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(id)/publish")
    let post = try wait(for: "published: \(try ana.show(id).text)", upTo: .seconds(60)) {
      try bundle.invoke("ReconcileDeliveries")
      let post = try ana.show(id)
      return post["state"]?.string == "published" ? post : nil
    }
    try bundle.setFaults(["rules": []])
    let ledger = try ana.ledger(text)
    #expect(ledger.count == 1)
    #expect(post["deliveries"]?[0]?["remote_id"] == ledger.first?["id"])
    let urn = try #require(ledger.first?["id"]?.string)
    let below = try ana.ledger("Below").filter { $0["reply_to"]?.string == urn }
    #expect(below.count == 1)
  }

  @Test("What LinkedIn would refuse is refused when it is composed, with the field")
  func refused() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("linkedin", as: "refused_li")
    let answer = try ana.compose(
      String(repeating: "a", count: 3001), on: [account],
      ["scheduled_at": JSON(describing: Instant.now() + .seconds(3600))])
    #expect(answer.status == 422)
    #expect(answer.text.contains("LinkedIn takes 3000 characters here; there are 3001."))
  }
}
