internal import Core
internal import Harness
internal import Testing

@Suite("Videos are published once, whatever is lost on the way", .impatientBundle, .serialized)
struct VideoTests {
  /// Composes a video for a new account, publishes it and runs the timers' work until it is out.
  private func publish(_ text: String, on platform: String, _ more: JSONObject, _ ana: Customer) throws
    -> JSON
  {
    let bundle = try bundle()
    let account = try ana.connect(platform, as: "video_\(platform)")
    var content: JSONObject = [
      "text": .string(text),
      "media": [["url": .string(try bundle.sandboxURL() + "/media/a.mp4?bytes=12000000")]],
    ]
    var variant: JSONObject = [:]
    for (name, value) in more.members {
      if name == "options" { variant[name] = value } else { content[name] = value }
    }
    let draft = try ana.compose(
      text, on: [account],
      [
        "content": .object(content),
        "variants": .object(JSONObject([(name: account, value: .object(variant))])),
      ])
    let id = try #require(draft.json["id"]?.string, "\(draft.text)")
    _ = try ana.client.post("/v1/posts/\(id)/publish")
    return try wait(for: "published: \(try ana.show(id).text)", upTo: .seconds(60)) {
      try bundle.invoke("ReconcileDeliveries")
      let post = try ana.show(id)
      // The address is looked up after the fact.
      let isKnown = post["deliveries"]?[0]?["permalink"]?.string != nil
      return post["state"]?.string == "published" && isKnown ? post : nil
    }
  }

  @Test(
    "A video is out with its address, also when the answer to its last piece was lost",
    arguments: [
      ("youtube", "none"), ("youtube", "drop_after"), ("youtube", "drop_before"), ("tiktok", "none"),
      ("tiktok", "drop_after"), ("tiktok", "drop_before"),
    ])
  func video(_ platform: String, _ fault: String) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let rule: JSON = [
      "platform": .string(platform), "operation": "publish", "fault": .string(fault), "rate": 1, "times": 1,
    ]
    try bundle.setFaults(["rules": fault == "none" ? [] : [rule]])
    let text = "Video \(UUID.v7())"
    let more: JSONObject =
      platform == "youtube"
      ? ["title": .string(String(text.suffix(90))), "first_comment": .string("First of \(text)")]
      : ["options": ["privacy_level": "PUBLIC_TO_EVERYONE"]]
    let post = try publish(text, on: platform, more, ana)
    let ledger = try ana.ledger(text)
    #expect(ledger.map { $0["kind"]?.string } == (platform == "youtube" ? ["video", "comment"] : ["video"]))
    #expect(post["deliveries"]?[0]?["remote_id"] == ledger.first?["id"])
    let permalink = try #require(post["deliveries"]?[0]?["permalink"]?.string)
    #expect(permalink.hasPrefix("https://www.\(platform).com/"))
  }
}
