internal import Core
internal import Harness
internal import Testing

/// X gives texts back in a form of its own: links shortened, characters escaped, a link to the media added.
@Suite(
  "A post whose answer was lost is recognized in the form that its platform gives it", .impatientBundle,
  .serialized)
struct ReadBackTests {
  @Test(
    "It is found again and not sent twice",
    arguments: [
      "Tea & <cake> at https://example.com/menu?a=1&b=2 today, #NOW",
      "Tea & cake: https://example.com/menu and http://example.org/a_b. #NOW",
      "Tea #NOW https://example.com/menu", "Tea (https://example.com/menu), #NOW",
      "Tea at example.com, #NOW", "Tea &amp; cake #NOW: https://example.com/menu and http://example.org.",
    ])
  func found(_ text: String) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let account = try ana.connect("x", as: "readback_x")
    let mark = UUID.v7().description
    try bundle.setFaults([
      "rules": [["platform": "x", "operation": "publish", "fault": "drop_after", "rate": 1, "times": 1]]
    ])
    let draft = try ana.compose(
      text.replacing("#NOW", with: mark), on: [account], media: [ana.imageURL]
    ).json
    let id = try #require(draft["id"]?.string)
    _ = try ana.client.post("/v1/posts/\(id)/publish")
    let post = try wait(for: "published: \(try ana.show(id).text)", upTo: .seconds(60)) {
      try bundle.invoke("ReconcileDeliveries")
      let post = try ana.show(id)
      return post["state"]?.string == "published" ? post : nil
    }
    let ledger = try ana.ledger(mark)
    #expect(ledger.count == 1)
    #expect(ledger.first?["text"]?.string == text.replacing("#NOW", with: mark))
    #expect(post["deliveries"]?[0]?["remote_id"] == ledger.first?["id"])
    let outcomes = post["deliveries"]?[0]?["attempts"]?.array?.compactMap { $0["outcome"]?.string }
    #expect(outcomes?.count == 1, "\(post.text)")
  }
}
