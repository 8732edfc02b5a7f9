internal import Core
internal import Harness
internal import Testing

@Suite("Each kind of post is on a Facebook page once", .bundle) struct FacebookJourneyTests {
  private static let kinds: [(kind: String, media: [String], options: JSONObject)] = [
    ("post", [], [:]), ("photo", ["a.jpg"], [:]), ("photo", ["a.jpg", "b.jpg", "c.jpg"], [:]),
    ("video", ["a.mp4?bytes=20000000"], [:]), ("reel", ["a.mp4"], ["kind": "reel"]),
  ]

  @Test("Text, photos, video and reel, each with its first comment", arguments: kinds)
  func publish(_ kind: String, _ media: [String], _ options: JSONObject) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("facebook", as: "fb_journey")
    let mark = UUID.v7().description
    let sandbox = try bundle().sandboxURL()
    let content: JSON = [
      "text": .string("Post \(mark)"), "first_comment": .string("Comment \(mark)"),
      "media": .array(media.map { ["url": .string("\(sandbox)/media/\($0)")] }),
    ]
    let variants = JSONObject([(name: account, value: ["options": .object(options)] as JSON)])
    let post = try publishedWithAddress(content, on: account, variants, ana)
    let delivery = try #require(post["deliveries"]?[0])
    #expect(delivery["permalink"]?.string?.hasPrefix("https://www.facebook.com/") == true, "\(post.text)")
    let ledger = try ana.ledger(mark)
    #expect(ledger.map { $0["kind"]?.string } == [kind, "comment"])
    #expect(ledger.first?["id"] == delivery["remote_id"])
    #expect(ledger.last?["reply_to"] == delivery["remote_id"])
    if kind == "photo" { #expect(ledger.first?["media"]?.array?.count == media.count) }
    if kind == "video" { #expect(ledger.first?["media"] == ["20000000 bytes"]) }
  }

  @Test("Stories of a photo and of a video", arguments: ["jpg", "mp4"])
  func stories(_ ending: String) throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("facebook", as: "fb_stories_\(ending)")
    let address = "\(try bundle().sandboxURL())/media/\(UUID.v7()).\(ending)"
    let variants = JSONObject([(name: account, value: ["options": ["kind": "story"]] as JSON)])
    let content: JSON = ["text": "", "media": [["url": .string(address)]]]
    let post = try publishedWithAddress(content, on: account, variants, ana)
    #expect(
      post["deliveries"]?[0]?["permalink"]?.string?.hasPrefix("https://www.facebook.com/stories/") == true,
      "\(post.text)")
    let stories = try ana.ledger("").filter { $0["media"] == [.string(address)] }
    #expect(stories.map { $0["kind"]?.string } == ["story"])
    #expect(stories.first?["id"] == post["deliveries"]?[0]?["remote_id"])
  }

  @Test("A page's health is told by its own token") func health() throws {
    let ana = try Customer(try bundle())
    let account = try ana.connect("facebook", as: "fb_health")
    let answer = try ana.client.post("/v1/accounts/\(account)/check")
    #expect(answer.json["state"]?.string == "connected", "\(answer.text)")
  }

  @Test("A person without a page is told so")
  func noPage() throws {
    let ana = try Customer(try bundle())
    let begun = try ana.client.post(
      "/v1/accounts/connect/facebook", ["workspace_id": .string(ana.workspace)])
    let consent = try ana.client.submit(
      [("username", "ana.pages0"), ("decision", "approve")],
      to: try #require(begun.json["authorize_url"]?.string))
    let answer = try ana.client.call(
      "GET", try #require(consent.header("location")), headers: ["Cookie": try #require(begun.cookie)])
    #expect(answer.status >= 400)
    #expect(answer.text.contains("There is no Facebook page to publish to"), "\(answer.text)")
  }
}

@Suite("What Facebook took without saying so is found again", .impatientBundle, .serialized)
struct FacebookReadBackTests {
  @Test(
    "The effect happens, the answer is lost: it is found by its page, not sent twice",
    arguments: [
      ("post", [], [:]), ("photo", ["a.jpg"], [:]), ("video", ["a.mp4"], [:]),
      ("reel", ["a.mp4"], ["kind": "reel"]),
    ]
      as [(String, [String], JSONObject)])
  func found(_ kind: String, _ media: [String], _ options: JSONObject) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("facebook", as: "fb_lost_\(kind)")
    let mark = UUID.v7().description
    try bundle.setFaults([
      "rules": [
        ["platform": "facebook", "operation": "publish", "fault": "drop_after", "rate": 1, "times": 1],
        ["platform": "facebook", "operation": "reply", "fault": "drop_after", "rate": 1, "times": 1],
      ],
      "allow_duplicates": true,
    ])
    let content: JSON = [
      "text": .string("Lost \(mark)"), "first_comment": .string("Comment \(mark)"),
      "media": .array(try media.map { ["url": .string("\(try bundle.sandboxURL())/media/\($0)")] }),
    ]
    let variants = JSONObject([(name: account, value: ["options": .object(options)] as JSON)])
    let post = try publishedWithAddress(content, on: account, variants, ana)
    let ledger = try ana.ledger(mark)
    #expect(ledger.map { $0["kind"]?.string } == [kind, "comment"])
    #expect(ledger.first?["id"] == post["deliveries"]?[0]?["remote_id"])
  }
}

/// The post once it is published and its address is known; the timers' work is run meanwhile.
func publishedWithAddress(
  _ content: JSON, on account: String, _ variants: JSONObject, _ customer: Customer
) throws -> JSON {
  let draft = try customer.compose("", on: [account], ["content": content, "variants": .object(variants)])
  let id = try #require(draft.json["id"]?.string, "\(draft.text)")
  let begun = try customer.client.post("/v1/posts/\(id)/publish")
  try #require(begun.status == 200, "\(begun.text)")
  return try wait(for: "publication of \(try customer.show(id).text)", upTo: .seconds(90)) {
    try bundle().invoke("ReconcileDeliveries")
    let post = try customer.show(id)
    // The address is looked up after the fact.
    let isComplete =
      post["state"]?.string == "published" && post["deliveries"]?[0]?["permalink"]?.string != nil
    return isComplete ? post : nil
  }
}
