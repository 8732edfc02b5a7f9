internal import Core
internal import Harness
internal import Testing

/// Red when `ClaimStore.saveHandle` keeps nothing: each claim then begins an upload of its own, and none comes to its end.
@Suite("A large video is resumed where the platform says it is", .impatientBundle, .serialized)
struct BigVideoTests {
  private static let bytes = 48 << 20
  private static let kills = 3
  /// Of one piece, the largest of the platforms'.
  private static let piece: Int64 = 8 << 20

  @Test(
    "Its function is killed three times on the way: it goes on, is not begun anew, and all bytes arrive in their places",
    arguments: ["youtube", "x"])
  func resumed(_ platform: String) throws {
    let bundle = try bundle()
    let ana = try Customer(bundle)
    let movie = try ana.uploadMovie(bytes: Self.bytes)
    // Each piece takes a moment, so that it can be seen on its way.
    try bundle.setFaults([
      "rules": [["platform": .string(platform), "operation": "media", "fault": "latency", "latency_ms": 300]]
    ])
    let upload = try InterruptedUpload(
      movie.id, bytes: Self.bytes, on: platform, killing: Self.kills, ana, bundle, upTo: .seconds(120))
    #expect(upload.killedAt.count == Self.kills)
    #expect(upload.killedAt == upload.killedAt.sorted(), "nothing that had arrived was lost")
    #expect(upload.uploads == 1)
    // What was on its way at a kill may be sent again.
    #expect(upload.sent <= Int64(Self.bytes) + Int64(Self.kills) * Self.piece)
    #expect(upload.content == movie.sum)
    let text = try #require(upload.post["content"]?["text"]?.string)
    #expect(try ana.ledger(text).count == 1)
  }
}
