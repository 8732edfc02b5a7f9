internal import Core
internal import Database
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("An unknown outcome is looked up, never guessed") struct ReconcilerTests {
  private let fixture: PublishingFixture
  private let account: UUID

  init() throws {
    fixture = try PublishingFixture()
    account = try fixture.insertAccount()
  }

  /// A delivery whose answer was lost, due for a look.
  private func loseAnswer(_ text: String = "Hello", thread: [String] = []) throws -> UUID {
    let delivery = try fixture.queueDelivery(text, thread: thread, account: account)
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(.unknownOutcome)]))
    try fixture.age(delivery, by: .seconds(31))
    return delivery
  }

  private func accountState() throws -> String {
    try fixture.database.asAdministrator.only("select state from account").value("state")
  }

  private func look(_ delivery: UUID, _ look: Result<ReadBack, PlatformError>) throws -> JSONObject {
    let platform = ScriptedPlatform()
    platform.looks = [look]
    let counts = try fixture.reconcile(platform)
    #expect(platform.asked.isEmpty, "a look must not publish")
    return counts
  }

  @Test("Found: it is published, and nothing is sent") func found() throws {
    let delivery = try loseAnswer()
    #expect(try look(delivery, .success(.found(["a"])))["published"] == 1)
    let row = try fixture.delivery(delivery)
    #expect(row.state == "published")
    #expect(row.remoteID == "a")
    #expect(row.permalink == "https://x.test/a")
    #expect(row.errorCode == nil)
  }

  @Test("Not found once is not believed; not found twice, well apart, is sent again")
  func absent() throws {
    let delivery = try loseAnswer()
    #expect(try look(delivery, .success(.absent))["undecided"] == 1)
    #expect(try fixture.delivery(delivery).state == "unknown")
    #expect(try look(delivery, .success(.absent))["undecided"] == 0, "too early for another look")
    #expect(try fixture.delivery(delivery).absences == 1)
    try fixture.age(delivery, by: .seconds(61))
    #expect(try look(delivery, .success(.absent))["rescheduled"] == 1)
    _ = try fixture.sweeper.dispatchDue()
    let platform = ScriptedPlatform("again")
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["Hello"])
    #expect(try fixture.delivery(delivery).remoteID == "again1")
    #expect(try fixture.attempts(delivery) == ["0 unknown", "0 published"])
  }

  /// A delivery that its platform has accepted and still works on.
  private func accept() throws -> UUID {
    let delivery = try fixture.queueDelivery("Hello", account: account)
    let platform = ScriptedPlatform()
    platform.processes = true
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "pending_remote")
    #expect(try fixture.attempts(delivery) == ["0 accepted"])
    try fixture.age(delivery, by: .seconds(6))
    return delivery
  }

  @Test("What the platform works on is published when it says so, however often it was asked before")
  func processing() throws {
    let delivery = try accept()
    for _ in 1...8 {
      #expect(try look(delivery, .success(.processing(.seconds(30))))["undecided"] == 1)
      try fixture.age(delivery, by: .seconds(31))
    }
    #expect(try look(delivery, .success(.found(["a"])))["published"] == 1)
    #expect(try fixture.delivery(delivery).remoteID == "a")
  }

  @Test("What the platform works on is looked at when the platform said so, by a message of its own")
  func ownMessage() throws {
    let delivery = try accept()
    let platform = ScriptedPlatform()
    platform.looks = [.success(.processing(.seconds(30))), .success(.found(["a"]))]
    try fixture.look(delivery, platform)
    #expect(try fixture.delivery(delivery).state == "pending_remote")
    try fixture.look(delivery, platform)
    #expect(platform.looked.count == 1, "too early for another look")
    try fixture.age(delivery, by: .seconds(30))
    try fixture.look(delivery, platform)
    let row = try fixture.delivery(delivery)
    #expect(row.state == "published")
    #expect(row.permalink == "https://x.test/a")
    try fixture.look(delivery, platform)
    #expect(platform.looked.count == 2, "nothing is left to look at")
    // The delivery's own, and one for each time that the platform said when.
    #expect(try fixture.messages() == 3)
  }

  @Test("What the platform refuses after it has worked on it has failed, with the reason")
  func refused() throws {
    let delivery = try accept()
    let refusal = PlatformError(.mediaRejected, code: "codec", detail: "The codec is not known.")
    #expect(try look(delivery, .success(.refused(refusal)))["refused"] == 1)
    let row = try fixture.delivery(delivery)
    #expect(row.state == "failed")
    #expect(row.errorCode == "media_rejected")
  }

  @Test("What passes is tried again with what is out already and nothing else, until it fails too often")
  func refusedForNow() throws {
    let delivery = try accept()
    let refusal = PlatformError(.transient, code: "photo_pull_failed", detail: "The photo was not fetched.")
    #expect(try look(delivery, .success(.refused(refusal)))["rescheduled"] == 1)
    let row = try fixture.delivery(delivery)
    #expect(row.state == "scheduled")
    #expect(row.errorCode == "platform_unavailable")
    #expect(row.handle == ["posted": []])
    #expect(row.notBefore > .now())
    try fixture.age(delivery, by: .seconds(30))
    _ = try fixture.sweeper.dispatchDue()
    let platform = ScriptedPlatform()
    platform.processes = true
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["Hello"])
    #expect(try fixture.delivery(delivery).attempt == 2)
    try fixture.database.asAdministrator.query("update delivery set max_attempts = 2")
    try fixture.age(delivery, by: .seconds(6))
    #expect(try look(delivery, .success(.refused(refusal)))["refused"] == 1)
    #expect(try fixture.delivery(delivery).state == "failed")
  }

  @Test("Access that was taken back while the platform worked on it has to be given again")
  func refusedAccess() throws {
    let delivery = try accept()
    let refusal = PlatformError(.reauthorize, code: "auth_removed", detail: "The person took access back.")
    #expect(try look(delivery, .success(.refused(refusal)))["refused"] == 1)
    #expect(try fixture.delivery(delivery).errorCode == "reauthorize")
    #expect(try accountState() == "reconnect")
  }

  @Test("Not found at first, then found") func foundLate() throws {
    let delivery = try loseAnswer()
    _ = try look(delivery, .success(.absent))
    try fixture.age(delivery, by: .seconds(61))
    #expect(try look(delivery, .success(.found(["a"])))["published"] == 1)
  }

  @Test("What cannot be told after five looks is left to a person") func inconclusive() throws {
    let delivery = try loseAnswer()
    for number in 1...5 {
      let counts = try look(delivery, .success(.inconclusive))
      #expect(counts["undecided"] == (number < 5 ? 1 : 0))
      #expect(counts["needs_review"] == (number < 5 ? 0 : 1))
      try fixture.age(delivery, by: .seconds(61))
    }
    #expect(try fixture.delivery(delivery).state == "needs_review")
    #expect(try fixture.delivery(delivery).errorCode == "needs_review")
    _ = try fixture.sweeper.recover()
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 0)
  }

  @Test(
    "A platform that does not answer looks is asked until it does: an outage leaves nothing to a person",
    arguments: [.transient, .rateLimited(until: nil), .quotaExhausted(until: .now())]
      as [PlatformError.Kind])
  func outage(_ kind: PlatformError.Kind) throws {
    let delivery = try loseAnswer()
    for _ in 1...8 {
      #expect(try look(delivery, .failure(.scripted(kind)))["undecided"] == 1)
      try fixture.age(delivery, by: .seconds(901))
    }
    #expect(try look(delivery, .success(.found(["a"])))["published"] == 1)
  }

  @Test("A platform that has given no answer for a day is left to a person") func longOutage() throws {
    let delivery = try loseAnswer()
    try fixture.database.asAdministrator.query("alter table delivery_attempt disable trigger guard_attempt")
    try fixture.database.asAdministrator.query(
      "update delivery_attempt set started_at = started_at - interval '25 hours'")
    for number in 1...5 {
      let counts = try look(delivery, .failure(.scripted(.transient)))
      #expect(counts["needs_review"] == (number < 5 ? 0 : 1))
      try fixture.age(delivery, by: .seconds(61))
    }
  }

  @Test("What may be another's is not taken; once all of it is known to be others', it is absent")
  func possible() throws {
    let first = try loseAnswer("first")
    let second = try loseAnswer("second")
    #expect(try look(first, .success(.possible(["a"])))["undecided"] == 2)
    #expect(try fixture.delivery(first).state == "unknown")
    #expect(try fixture.delivery(first).absences == 0)
    for delivery in [first, second] { try fixture.age(delivery, by: .seconds(61)) }
    let platform = ScriptedPlatform()
    platform.looks = [.success(.found(["a"])), .success(.possible(["a"]))]
    #expect(try fixture.reconcile(platform)["published"] == 1)
    let open = try #require(try [first, second].first { try fixture.delivery($0).state == "unknown" })
    #expect(try fixture.delivery(open).absences == 1)
  }

  @Test("What the platform has no way to tell is left to a person at once, with the reason")
  func untold() throws {
    let delivery = try loseAnswer()
    #expect(try look(delivery, .success(.untold("nobody can say.")))["needs_review"] == 1)
    let row = try fixture.database.asAdministrator.only(
      "select error_detail from delivery where id = \(delivery)")
    #expect(
      try row.value("error_detail")
        == "It was sent, but nobody can say. Look whether it is there.")
  }

  @Test("A look that the platform refuses tells nothing; a dead token is noted")
  func refusedLook() throws {
    let delivery = try loseAnswer()
    let platform = ScriptedPlatform()
    platform.looks = [.failure(.scripted(.reauthorize)), .failure(.scripted(.reauthorize))]
    #expect(try fixture.reconcile(platform)["undecided"] == 1)
    #expect(try fixture.delivery(delivery).state == "unknown")
    #expect(try accountState() == "reconnect")
  }

  @Test("Two of the same text: each has its own, the older one first") func sameText() throws {
    let first = try loseAnswer("same")
    #expect(try look(first, .success(.found(["b", "a"])))["published"] == 1)
    let second = try loseAnswer("same")
    #expect(try look(second, .success(.found(["b", "a"])))["published"] == 1)
    #expect(try fixture.delivery(first).remoteID == "a")
    #expect(try fixture.delivery(second).remoteID == "b")
    let third = try loseAnswer("same")
    #expect(try look(third, .success(.found(["b", "a"])))["undecided"] == 1)
    #expect(try fixture.delivery(third).absences == 1)
  }

  @Test("A part of a thread that is found is not sent again; the rest is") func thread() throws {
    let delivery = try loseAnswer("one", thread: ["two"])
    #expect(try look(delivery, .success(.found(["a"])))["rescheduled"] == 1)
    _ = try fixture.sweeper.dispatchDue()
    let platform = ScriptedPlatform("rest")
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["two"])
    let row = try fixture.delivery(delivery)
    #expect(row.remoteID == "a")
    #expect(row.handle?["posted"] == ["a", "rest1"])
  }

  @Test("An address that is missing is added later") func permalink() throws {
    let delivery = try fixture.insertDelivery("published", account: account)
    try fixture.database.asAdministrator.query(
      """
      update delivery set remote_id = 'p', remote_handle = '{"posted": ["p"]}' where id = \(delivery)
      """)
    try fixture.reconcile(ScriptedPlatform())
    #expect(try fixture.delivery(delivery).permalink == "https://x.test/p")
  }

  @Test(
    "A person's word settles what could not be found out",
    arguments: [("published", "published"), ("publish_again", "queued"), ("failed", "failed")])
  func resolved(_ outcome: String, _ state: String) throws {
    let delivery = try fixture.insertDelivery("needs_review")
    let resolution = try Resolution(["outcome": .string(outcome), "permalink": "https://x.com/seen"])
    _ = try fixture.planner.resolve(delivery: delivery, resolution)
    #expect(try fixture.delivery(delivery).state == state)
    #expect(throws: PostError.self) { try fixture.planner.resolve(delivery: delivery, resolution) }
  }

  @Test(
    "Only what failed or was missed can be tried again",
    arguments: [
      "draft", "scheduled", "queued", "claimed", "sending", "pending_remote", "unknown", "published",
      "failed",
      "needs_review", "cancelled", "missed",
    ])
  func retried(_ state: String) throws {
    let delivery = try fixture.insertDelivery(state)
    guard state == "failed" || state == "missed" else {
      #expect(throws: PostError.self) { try fixture.planner.retry(delivery: delivery) }
      #expect(try fixture.delivery(delivery).state == state)
      return
    }
    _ = try fixture.planner.retry(delivery: delivery)
    let platform = ScriptedPlatform()
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked.count == 1)
  }
}
