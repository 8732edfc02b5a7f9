internal import Core
internal import Database
internal import Outbox
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What is taken down is gone, or its state says why not") struct RemoverTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  /// Two parts that are out, and a request to take them down.
  private func asked() throws -> UUID {
    let delivery = try fixture.queueDelivery(thread: ["Second"])
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    #expect(try fixture.delivery(delivery).state == "published")
    _ = try fixture.planner.takeDown(delivery: delivery)
    #expect(try fixture.delivery(delivery).state == "removing")
    return delivery
  }

  private func hints(_ delivery: UUID) throws -> [DispatchHint] {
    try fixture.database.asAdministrator.query(
      """
      select body::text from outbox where queue = 'removal' and body ->> 'delivery_id' = \(delivery.description)
      order by id
      """
    ).compactMap { DispatchHint(try $0.value("body")) }
  }

  private func remove(_ delivery: UUID, _ platform: ScriptedPlatform) throws {
    try fixture.remove(try #require(try hints(delivery).last), platform)
  }

  @Test("All parts go, the last one first, and the post says so") func all() throws {
    let delivery = try asked()
    let platform = ScriptedPlatform()
    try remove(delivery, platform)
    #expect(platform.removed == ["r2", "r1"])
    #expect(try fixture.delivery(delivery).state == "removed")
    // A message that comes again finds nothing to do.
    try remove(delivery, platform)
    #expect(platform.removed.count == 2)
    #expect(throws: PostError.self) { try fixture.planner.takeDown(delivery: delivery) }
  }

  @Test(
    "After a lost answer it is asked for again, later, and is gone",
    arguments: [
      PlatformError.Kind.unknownOutcome, .transient,
    ]) func lostAnswer(_ kind: PlatformError.Kind) throws
  {
    let delivery = try asked()
    let platform = ScriptedPlatform()
    platform.removalRefusals = [.scripted(kind)]
    try remove(delivery, platform)
    #expect(try fixture.delivery(delivery).state == "removing")
    #expect(try hints(delivery).count == 2)
    // Not before its time.
    try remove(delivery, platform)
    #expect(platform.removed == ["r2"])
    try fixture.age(delivery, by: .seconds(60))
    try remove(delivery, platform)
    #expect(platform.removed == ["r2", "r2", "r1"])
    #expect(try fixture.delivery(delivery).state == "removed")
  }

  @Test("A platform that goes on failing is given up, and the post is as it was") func givenUp() throws {
    let delivery = try asked()
    let platform = ScriptedPlatform()
    platform.removalRefusals = Array(repeating: .scripted(.transient), count: 8)
    for _ in 0..<8 {
      try remove(delivery, platform)
      try fixture.age(delivery, by: .seconds(3600))
    }
    #expect(try fixture.delivery(delivery).state == "published")
    #expect(try fixture.delivery(delivery).errorCode == "platform_unavailable")
    _ = try fixture.planner.takeDown(delivery: delivery)
    try remove(delivery, platform)
    #expect(try fixture.delivery(delivery).state == "removed")
  }

  @Test(
    "A refusal leaves it published, with the reason",
    arguments: [
      (.reauthorize, "reauthorize", "reconnect"), (.permission, "permission_missing", "connected"),
      (.permanent, "platform_refused", "connected"),
    ] as [(PlatformError.Kind, String, String)])
  func refused(_ kind: PlatformError.Kind, _ code: String, _ account: String) throws {
    let delivery = try asked()
    let platform = ScriptedPlatform()
    // A token that is refused is tried twice.
    platform.removalRefusals = [.scripted(kind), .scripted(kind)]
    try remove(delivery, platform)
    #expect(try fixture.delivery(delivery).state == "published")
    #expect(try fixture.delivery(delivery).errorCode == code)
    let row = try fixture.database.asAdministrator.only("select state from account")
    #expect(try row.value("state") == account)
  }

  @Test("A limit is waited for, and what is gone already counts as removed") func limited() throws {
    let delivery = try asked()
    let platform = ScriptedPlatform()
    platform.removalRefusals = [.scripted(.rateLimited(until: .now() + .seconds(900))), .scripted(.notFound)]
    try remove(delivery, platform)
    let wait = try #require(try fixture.delivery(delivery).checkAfter) - .now()
    #expect(wait > .seconds(800) && wait < .seconds(1000))
    try fixture.age(delivery, by: .seconds(900))
    try remove(delivery, platform)
    #expect(try fixture.delivery(delivery).state == "removed")
  }

  @Test("Two workers with the same message ask once") func twice() async throws {
    let delivery = try asked()
    let hint = try #require(try hints(delivery).last)
    let removed = try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask { [fixture] in
          let platform = ScriptedPlatform()
          try fixture.remove(hint, platform)
          return platform.removed.count
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(removed == 2)
  }

  @Test("A lost message is sent again") func lostMessage() throws {
    let delivery = try asked()
    try fixture.database.asAdministrator.query("delete from outbox where queue = 'removal'")
    #expect(try fixture.sweeper.recover()["removals_resent"] == 0)
    try fixture.age(delivery, by: .seconds(3600))
    #expect(try fixture.sweeper.recover()["removals_resent"] == 1)
    #expect(try fixture.sweeper.recover()["removals_resent"] == 0)
    try remove(delivery, ScriptedPlatform())
    #expect(try fixture.delivery(delivery).state == "removed")
  }

  @Test("What is not out cannot be taken down, and what is being taken down cannot be changed")
  func refusals() throws {
    let draft = try fixture.createPost(to: [fixture.insertAccount("43")])
    #expect(throws: PostError.self) { try fixture.planner.takeDown(delivery: draft.deliveries[0].id) }
    let delivery = try asked()
    #expect(throws: PostError.self) { try fixture.planner.takeDown(delivery: delivery) }
    #expect(throws: PostError.self) { try fixture.planner.retry(delivery: delivery) }
  }
}
