internal import Core
internal import Database
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What is known of one delivery, account or platform says nothing of another") struct WhoseTests {
  private let fixture: PublishingFixture
  private let account: UUID

  init() throws {
    fixture = try PublishingFixture()
    account = try fixture.insertAccount()
  }

  private var administrator: Session { fixture.database.asAdministrator }

  private func lose(_ text: String = "Hello") throws -> UUID {
    let delivery = try fixture.queueDelivery(text, account: account)
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(.unknownOutcome)]))
    try fixture.age(delivery, by: .seconds(31))
    return delivery
  }

  private func find(_ ids: [String]) throws -> JSONObject {
    let platform = ScriptedPlatform()
    platform.looks = [.success(.found(ids))]
    return try fixture.reconcile(platform)
  }

  @Test("\"We have that already\" is a sign only after a lost answer of the same delivery")
  func duplicate() throws {
    _ = try lose("another, whose answer was lost")
    let delivery = try fixture.queueDelivery(account: account)
    let platform = ScriptedPlatform(refusing: [.scripted(.transient), .scripted(.duplicate)])
    try fixture.work(try fixture.hint(delivery), platform)
    try fixture.age(delivery, by: .seconds(10))
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "failed")
    #expect(try fixture.attempts(delivery) == ["0 retry", "0 failed"])
  }

  @Test("A gate that is closed, or a platform that fails, is that of one platform") func gates() throws {
    try administrator.query(
      """
      insert into platform_gate (platform, failures, closed_until)
      values ('facebook', 9, clock_timestamp() + interval '1 hour'), ('x', 1, null)
      """)
    let delivery = try fixture.queueDelivery(account: account)
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    #expect(try fixture.delivery(delivery).state == "published")
    let open = try administrator.query("select platform from platform_gate where failures = 0").map {
      try $0.value("platform") as String
    }
    #expect(open == ["x"])
  }

  @Test("An account that is limited, or has to be connected again, is one account") func accounts() throws {
    let other = try fixture.insertAccount("43")
    for kind in [.reauthorize, .quotaExhausted(until: .now() + .seconds(600))] as [PlatformError.Kind] {
      let delivery = try fixture.queueDelivery(account: fixture.insertAccount("\(kind)"))
      try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(kind)]))
    }
    let delivery = try fixture.queueDelivery(account: other)
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    #expect(try fixture.delivery(delivery).state == "published")
  }

  @Test("A later part of another's thread is taken; the same id on another account is not")
  func taken() throws {
    let thread = try fixture.queueDelivery("one", thread: ["two"], account: account)
    try fixture.work(try fixture.hint(thread), ScriptedPlatform("t"))
    let elsewhere = try fixture.queueDelivery(account: fixture.insertAccount("43"))
    try fixture.work(try fixture.hint(elsewhere), ScriptedPlatform("e"))
    let delivery = try lose()
    #expect(try find(["t2", "t1"])["undecided"] == 1)
    #expect(try fixture.delivery(delivery).absences == 1)
    try fixture.age(delivery, by: .seconds(61))
    #expect(try find(["e1", "t2"])["published"] == 1)
    #expect(try fixture.delivery(delivery).remoteID == "e1")
  }

  @Test("Of what may be it one that nobody has is enough to leave it open") func possible() throws {
    let other = try fixture.queueDelivery(account: account)
    try fixture.work(try fixture.hint(other), ScriptedPlatform("t"))
    let delivery = try lose()
    let platform = ScriptedPlatform()
    platform.looks = [.success(.possible(["new", "t1"]))]
    try fixture.reconcile(platform)
    #expect(try fixture.delivery(delivery).absences == 0)
  }

  @Test("A message that asks for a look looks at its own delivery") func look() throws {
    let processing = ScriptedPlatform()
    processing.processes = true
    let deliveries = try ["one", "two"].map { try fixture.queueDelivery($0, account: account) }
    for delivery in deliveries {
      try fixture.work(try fixture.hint(delivery), processing)
      try fixture.age(delivery, by: .seconds(6))
    }
    let platform = ScriptedPlatform()
    platform.looks = [.success(.found(["a"])), .success(.found(["b"]))]
    try fixture.look(deliveries[0], platform)
    #expect(platform.looked.count == 1)
    #expect(try deliveries.map { try fixture.delivery($0).state } == ["published", "pending_remote"])
  }

  @Test("Only what is in doubt, or worked on, is looked for, whatever time stands for a look") func states()
    throws
  {
    for state in [
      "scheduled", "queued", "claimed", "sending", "published", "failed", "needs_review", "missed",
      "removing",
      "pending_remote", "unknown",
    ] {
      _ = try fixture.insertDelivery(state)
    }
    let platform = ScriptedPlatform()
    try fixture.reconcile(platform)
    #expect(platform.looked.count == 2)
  }

  @Test("Only its own open attempt, of its own last claim, leaves a doubt about a delivery")
  func openAttempts() throws {
    let doubtful = try fixture.insertDelivery("sending")
    let clear = try fixture.insertDelivery("sending")
    try fixture.insertAttempt(doubtful, outcome: nil)
    // Of an earlier claim of the other.
    try fixture.insertAttempt(clear, outcome: nil)
    try administrator.query("update delivery set fence = 2 where id = \(clear)")
    for delivery in [doubtful, clear] { try fixture.age(delivery, by: .seconds(91)) }
    #expect(try fixture.sweeper.recover()["sends_lost"] == 2)
    #expect(try fixture.delivery(doubtful).state == "unknown")
    #expect(try fixture.delivery(clear).state == "scheduled")
  }

  @Test("A delivery that is deleted, or is on no live connection's list, has the others of its post stay")
  func siblings() throws {
    let post = try fixture.createPost(to: [account, fixture.insertAccount("43")])
    let changed = try fixture.planner.publishNow(post.id)
    let failing = try #require(changed.deliveries.first { $0.account == account })
    let other = try #require(changed.deliveries.first { $0.account != account })
    try fixture.work(
      try fixture.hint(failing.id), ScriptedPlatform(refusing: [.scripted(.permanent)]))
    _ = try fixture.planner.retry(delivery: failing.id)
    #expect(try fixture.delivery(other.id).dispatchNumber == 1)
    try fixture.work(try fixture.hint(other.id), ScriptedPlatform("o"))
    #expect(try fixture.delivery(other.id).remoteID == "o1")
    #expect(try fixture.delivery(failing.id).state == "queued")
  }

  @Test(
    "What was missed is not planned again by an edit of its text, and keeps its account when it was tried")
  func edited() throws {
    let delivery = try fixture.queueDelivery(account: account)
    try fixture.age(delivery, by: .seconds(3700))
    _ = try fixture.sweeper.recover()
    let post = try #require(try PostStore(administrator).find(delivery: delivery))
    #expect(post.deliveries.map(\.state) == ["missed"])
    try administrator.query("update post set scheduled_at = clock_timestamp() - interval '1 hour'")
    let edited = try fixture.planner.update(
      post.id, ["content": ["text": "after"]], version: .oneOf([post.version]))
    #expect(edited.deliveries.map(\.state) == ["missed"])
    let failed = try fixture.queueDelivery("two", account: account)
    try fixture.work(try fixture.hint(failed), ScriptedPlatform(refusing: [.scripted(.permanent)]))
    let tried = try #require(try PostStore(administrator).find(delivery: failed))
    let other = try fixture.insertAccount("43")
    #expect(throws: PostError.self) {
      try fixture.planner.update(
        tried.id, ["account_ids": [JSON(describing: other)]], version: .oneOf([tried.version]))
    }
    #expect(try fixture.delivery(failed).state == "failed")
  }
}
