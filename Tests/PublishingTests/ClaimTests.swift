internal import Core
internal import Database
internal import Dispatch
internal import Harness
internal import Identity
internal import Outbox
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("A delivery is taken up by one worker, as it stands, or not at all") struct ClaimTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  @Test("Eight workers with the same message publish once") func once() async throws {
    let delivery = try fixture.queueDelivery()
    let count = try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          let platform = ScriptedPlatform()
          try fixture.work(try fixture.hint(delivery), platform)
          return platform.asked.count
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(count == 1)
    #expect(try fixture.delivery(delivery).fence == 1)
  }

  @Test(
    "What is not to go out is not taken up",
    arguments: [
      "update delivery set dispatch_no = dispatch_no + 1", "update delivery set state = 'cancelled'",
      "update delivery set state = 'scheduled'", "update post set deleted_at = now()",
      "update delivery set not_before = clock_timestamp() + interval '5 s'",
      "update delivery set due_at = clock_timestamp() - missed_after - interval '1 s'",
    ] as [SQLText])
  func notTaken(_ change: SQLText) throws {
    let delivery = try fixture.queueDelivery()
    let hint = try fixture.hint(delivery)
    try fixture.database.asAdministrator.query(change.sql)
    let platform = ScriptedPlatform()
    try fixture.work(hint, platform)
    #expect(platform.prepared == 0 && platform.asked.isEmpty)
    #expect(try fixture.delivery(delivery).fence == 0)
  }

  @Test("A message of another organization finds nothing") func otherTenant() throws {
    let delivery = try fixture.queueDelivery()
    let body: JSON = [
      "v": 1, "organization_id": JSON(describing: UUID.v7()), "delivery_id": JSON(describing: delivery),
      "dispatch_no": 1,
    ]
    let platform = ScriptedPlatform()
    try fixture.work(try #require(DispatchHint(body.text)), platform)
    #expect(platform.asked.isEmpty)
  }

  @Test("A body that is none of ours is no message", arguments: ["", "{}", #"{"v":2}"#, "[1]", "null"])
  func foreign(_ body: String) { #expect(DispatchHint(body) == nil) }

  @Test("Cancelling and deleting void the message that is on its way", arguments: [true, false])
  func cancelled(_ deletes: Bool) throws {
    let delivery = try fixture.queueDelivery()
    let post = try #require(try PostStore(fixture.database.asAdministrator).find(delivery: delivery))
    if deletes {
      try fixture.planner.delete(post.id, version: nil)
    } else {
      _ = try fixture.planner.cancel(post.id)
    }
    let platform = ScriptedPlatform()
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked.isEmpty)
    #expect(try fixture.delivery(delivery).state == "cancelled")
  }

  @Test("A post that is moved goes out at its new time only") func moved() throws {
    let delivery = try fixture.queueDelivery()
    let old = try fixture.hint(delivery)
    let post = try #require(try PostStore(fixture.database.asAdministrator).find(delivery: delivery))
    _ = try fixture.planner.schedule(post.id, at: .now() + .seconds(100))
    try fixture.age(delivery, by: .seconds(100))
    let platform = ScriptedPlatform()
    try fixture.work(old, platform)
    #expect(platform.asked.isEmpty)
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked.count == 1)
  }

  @Test("A post that is edited goes out as it stands at last") func edited() throws {
    let delivery = try fixture.queueDelivery("before")
    let old = try fixture.hint(delivery)
    let post = try #require(try PostStore(fixture.database.asAdministrator).find(delivery: delivery))
    _ = try fixture.planner.update(post.id, ["content": ["text": "after"]], version: .oneOf([post.version]))
    let platform = ScriptedPlatform()
    try fixture.work(old, platform)
    #expect(platform.asked.isEmpty)
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["after"])
  }

  @Test("A worker that comes while an edit is being committed does not publish what was")
  func editedMeanwhile() throws {
    let delivery = try fixture.queueDelivery("before")
    let old = try fixture.hint(delivery)
    let post = try #require(try PostStore(fixture.database.asAdministrator).find(delivery: delivery))
    let session = fixture.database.session(.app, fixture.member.scope)
    let worker = DispatchGroup()
    try session.transaction {
      _ = try fixture.planner(session).update(
        post.id, ["content": ["text": "after"]], version: .oneOf([post.version]))
      // A thread of its own: it has to wait for the transaction that this one has open.
      DispatchQueue.global().async(group: worker) {
        let platform = ScriptedPlatform()
        do { try fixture.work(old, platform) } catch { Issue.record(error) }
        #expect(platform.asked.isEmpty)
      }
      let administrator = fixture.database.asAdministrator
      _ = try Harness.wait(for: "a worker that waits for the row", upTo: .seconds(20)) {
        try administrator.first(
          """
          select from pg_stat_activity where datname = \(fixture.database.name) and wait_event_type = 'Lock'
          """)
      }
    }
    #expect(worker.wait(timeout: .now() + 20) == .success)
    let platform = ScriptedPlatform()
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["after"])
    #expect(try fixture.delivery(delivery).fence == 1)
  }

  @Test("What is being sent is not edited, deleted or cancelled any more") func inFlight() throws {
    let delivery = try fixture.queueDelivery("before")
    let post = try #require(try PostStore(fixture.database.asAdministrator).find(delivery: delivery))
    let platform = ScriptedPlatform()
    platform.whilePublishing = {
      #expect(throws: PostError.self) {
        try fixture.planner.update(post.id, ["content": ["text": "after"]], version: .oneOf([post.version]))
      }
      #expect(throws: PostError.self) { try fixture.planner.delete(post.id, version: nil) }
      #expect(throws: PostError.self) { try fixture.planner.cancel(post.id) }
      #expect(throws: PostError.self) { try fixture.planner.publishNow(post.id) }
    }
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["before"])
    #expect(try fixture.delivery(delivery).state == "published")
  }
}
