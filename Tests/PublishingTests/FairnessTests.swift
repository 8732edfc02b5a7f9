internal import Core
internal import Database
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("Many videos of one organization hold up nobody else") struct FairnessTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  /// Posts with a video, due now.
  private func publishVideos(_ count: Int) throws -> [UUID] {
    let account = try fixture.insertAccount(UUID.v7().description)
    return try (0..<count).map { number in
      let post = try fixture.createPost(
        "video \(number)", media: ["https://example.com/\(number).mp4"], to: [account])
      return try #require(try fixture.planner.publishNow(post.id).deliveries.first).id
    }
  }

  private func states(_ deliveries: [UUID]) throws -> [String] {
    try deliveries.map { try fixture.delivery($0).state }
  }

  private func queues() throws -> [String: Int] {
    let rows = try fixture.database.asAdministrator.query(
      "select queue, count(*) as n from outbox group by 1")
    return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.value("queue"), try $0.value("n")) })
  }

  @Test("Four videos are in flight, each that ends lets the next one go, and texts pass them by")
  func heavy() throws {
    let videos = try publishVideos(12)
    #expect(try states(videos).count { $0 == "queued" } == 4)
    // The timer does not add to them.
    _ = try fixture.sweeper.dispatchDue()
    #expect(try queues()["upload"] == 4)

    let text = try fixture.queueDelivery("text", account: fixture.insertAccount("t"))
    #expect(try fixture.delivery(text).state == "queued")
    #expect(try queues()["publish"] == 1)

    let platform = ScriptedPlatform()
    for video in videos { try fixture.work(try fixture.hint(video), platform) }
    #expect(try states(videos).allSatisfy { $0 == "published" })
    #expect(platform.asked == (0..<12).map { "video \($0)" })
  }
}
