internal import Core
internal import Harness
internal import Testing

/// Red when `OutboxStore` lets all videos go at once, in the queue of the others: the text then waits for all of them.
@Suite(
  "Many videos of one organization hold up nobody else",
  .bundle(with: ["PublishConcurrency": "2", "UploadConcurrency": "2"]))
struct VideoBacklogTests {
  private func publish(_ text: String, video: Bool, on account: String, _ customer: Customer) throws -> JSON {
    var content: JSONObject = ["text": .string(text)]
    if video {
      content["title"] = .string(text)
      content["media"] = [["url": .string(try bundle().sandboxURL() + "/media/a.mp4?bytes=12000000")]]
    }
    let draft = try customer.compose(text, on: [account], ["content": .object(content)])
    let id = try #require(draft.json["id"]?.string, "\(draft.text)")
    let answer = try customer.client.post("/v1/posts/\(id)/publish")
    try #require(answer.status == 200, "\(answer.text)")
    return draft.json
  }

  /// Videos that have not even been put into the queue.
  private func waiting() throws -> Int {
    let count = try bundle().sql("select count(*) from delivery where is_heavy and state = 'scheduled'")
    return try #require(Int(count))
  }

  @Test("A text and a video of others are out while forty videos still wait for their turn")
  func order() throws {
    let bundle = try bundle()
    let (eva, ana, bob) = (try Customer(bundle), try Customer(bundle), try Customer(bundle))
    // Two pieces each, of a second each, two at a time: forty videos take most of a minute.
    try bundle.setFaults([
      "allow_duplicates": true,
      "rules": [["platform": "youtube", "operation": "media", "fault": "latency", "latency_ms": 1000]],
    ])
    let channel = try eva.connect("youtube", as: "backlog_eva")
    for number in 0..<40 { _ = try publish("Video \(number)", video: true, on: channel, eva) }

    let text = "Text \(UUID.v7())"
    let x = try ana.connect("x", as: "backlog_ana")
    _ = try published(try publish(text, video: false, on: x, ana), ana)
    #expect(try waiting() > 0)
    #expect(try ana.ledger(text).count == 1)

    let other = "Other \(UUID.v7())"
    let post = try publish(other, video: true, on: try bob.connect("youtube", as: "backlog_bob"), bob)
    let id = try #require(post["id"]?.string)
    _ = try wait(for: "the other's video: \(try bob.show(id).text)", upTo: .seconds(60)) {
      try bundle.invoke("ReconcileDeliveries")
      return try bob.show(id)["state"] == "published" ? true : nil
    }
    #expect(try waiting() > 0)
    try bundle.setFaults(["rules": []])
  }
}
