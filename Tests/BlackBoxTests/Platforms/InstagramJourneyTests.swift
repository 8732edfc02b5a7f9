internal import Core
internal import Harness
internal import Testing

@Suite("Each kind of post is on Instagram once, also when answers are lost", .impatientBundle, .serialized)
struct InstagramJourneyTests {
  private static let kinds: [(kind: String, media: [String], options: JSONObject)] = [
    ("image", ["a.jpg"], [:]), ("reel", ["a.mp4"], ["share_to_feed": true]),
    ("carousel", ["a.jpg", "a.mp4", "b.jpg"], [:]), ("story", ["a.jpg"], ["kind": "story"]),
    ("story", ["a.mp4"], ["kind": "story"]),
  ]

  /// With `isLossy`, what Instagram answers to the post and to the comment is lost.
  private func publish(_ kind: String, _ media: [String], _ options: JSONObject, isLossy: Bool) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("instagram", as: "ig_\(kind)_\(media[0].suffix(3))_\(isLossy)")
    let rules: [JSON] = ["publish", "reply"].map {
      ["platform": "instagram", "operation": .string($0), "fault": "drop_after", "rate": 1, "times": 1]
    }
    try bundle.setFaults(["rules": .array(isLossy ? rules : [])])
    let mark = UUID.v7().description
    let addresses = try media.map { "\(try bundle.sandboxURL())/media/\(mark)-\($0)" }
    var content: JSONObject = ["media": .array(addresses.map { ["url": .string($0)] })]
    if kind != "story" {
      content["text"] = .string("Post \(mark)")
      content["first_comment"] = .string("Comment \(mark)")
    }
    let variants = JSONObject([(name: account, value: ["options": .object(options)] as JSON)])
    let post = try publishedWithAddress(.object(content), on: account, variants, ana)
    let ledger = try ana.ledger("").filter { entry in
      entry["text"]?.string?.contains(mark) == true
        || entry["media"]?.array?.contains { $0.string?.contains(mark) == true } == true
    }
    #expect(ledger.map { $0["kind"]?.string } == (kind == "story" ? [kind] : [kind, "comment"]))
    #expect(ledger.first?["id"] == post["deliveries"]?[0]?["remote_id"])
    #expect(ledger.first?["media"] == .array(addresses.map { .string($0) }))
  }

  @Test("Image, reel, carousel with a video, and stories; each post with its first comment", arguments: kinds)
  func each(_ kind: String, _ media: [String], _ options: JSONObject) throws {
    try publish(kind, media, options, isLossy: false)
  }

  @Test("The effect happens, the answers are lost: it is found and not sent twice", arguments: kinds)
  func lost(_ kind: String, _ media: [String], _ options: JSONObject) throws {
    try publish(kind, media, options, isLossy: true)
  }
}
