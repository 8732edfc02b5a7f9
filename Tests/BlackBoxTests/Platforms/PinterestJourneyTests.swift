internal import Core
internal import Harness
internal import Testing

@Suite("Each kind of pin is on its board once, also when answers are lost", .impatientBundle, .serialized)
struct PinterestJourneyTests {
  private static let kinds: [(kind: String, media: [String])] = [
    ("pin", ["a.jpg"]), ("carousel", ["a.jpg", "b.jpg"]), ("video", ["a.mp4"]),
  ]

  private func publish(_ kind: String, _ media: [String], isLossy: Bool) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let name = "pin_\(kind)_\(isLossy)"
    let account = try ana.connect("pinterest", as: name)
    let rule: JSON = [
      "platform": "pinterest", "operation": "publish", "fault": "drop_after", "rate": 1, "times": 1,
    ]
    try bundle.setFaults(["rules": isLossy ? [rule] : []])
    let mark = UUID.v7().description
    let sandbox = try bundle.sandboxURL()
    let content: JSON = [
      "text": .string("Pin \(mark)"), "title": "Tea", "link": "https://example.com/menu",
      "media": .array(media.map { ["url": .string("\(sandbox)/media/\($0)"), "alt_text": "Tea"] }),
    ]
    let options: JSON = ["options": ["board_id": .string(pinterestBoard(of: name))]]
    let post = try publishedWithAddress(
      content, on: account, JSONObject([(name: account, value: options)]), ana)
    let ledger = try ana.ledger(mark)
    #expect(ledger.map { $0["kind"]?.string } == [kind])
    #expect(ledger.first?["id"] == post["deliveries"]?[0]?["remote_id"])
    #expect(ledger.first?["source"]?.string == pinterestBoard(of: name))
    let id = try #require(ledger.first?["id"]?.string)
    #expect(post["deliveries"]?[0]?["permalink"]?.string == "https://www.pinterest.com/pin/\(id)/")
  }

  @Test("One image, several, and a video", arguments: kinds)
  func each(_ kind: String, _ media: [String]) throws { try publish(kind, media, isLossy: false) }

  @Test("The effect happens, the answer is lost: it is found and not sent twice", arguments: kinds)
  func lost(_ kind: String, _ media: [String]) throws { try publish(kind, media, isLossy: true) }
}
