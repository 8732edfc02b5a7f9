internal import Core
internal import Database
internal import Platforms
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What a platform answers decides where a delivery goes") struct PublisherTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  @Test("An accepted request publishes, once however often the message comes")
  func published() throws {
    let delivery = try fixture.queueDelivery()
    let platform = ScriptedPlatform()
    let hint = try fixture.hint(delivery)
    for _ in 0..<3 { try fixture.work(hint, platform) }
    let row = try fixture.delivery(delivery)
    #expect(platform.asked == ["Hello"])
    #expect(row.state == "published")
    #expect(row.remoteID == "r1")
    #expect(row.permalink == "https://x.test/r1")
    #expect(try fixture.attempts(delivery) == ["0 published"])
  }

  @Test(
    "A refusal that nothing will change fails at once, with the reason",
    arguments: [
      (.permanent, "platform_refused"), (.contentRejected, "content_rejected"),
      (.mediaRejected, "media_rejected"), (.permission, "permission_missing"),
      (.accountRestricted, "account_restricted"), (.duplicate, "duplicate_content"),
      (.reauthorize, "reauthorize"),
    ] as [(PlatformError.Kind, String)])
  func refused(_ kind: PlatformError.Kind, _ code: String) throws {
    let delivery = try fixture.queueDelivery()
    // A token that is refused is tried twice.
    let refusals = Array(repeating: PlatformError.scripted(kind), count: 2)
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: refusals))
    let row = try fixture.delivery(delivery)
    #expect(row.state == "failed")
    #expect(row.errorCode == code)
    #expect(try fixture.attempts(delivery) == ["0 failed"])
    let account = try fixture.database.asAdministrator.only("select state from account")
    #expect(try account.value("state") == (kind == .reauthorize ? "reconnect" : "connected"))
  }

  @Test(
    "A failure without effect is tried again, later each time",
    arguments: [(0, 5), (1, 10), (3, 40), (5, 160), (6, 320)])
  func transient(_ attempt: Int, _ seconds: Int) throws {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query(
      "update delivery set attempt = \(attempt) where id = \(delivery)")
    let platform = ScriptedPlatform(refusing: [.scripted(.transient)])
    let before = Instant.now()
    try fixture.work(try fixture.hint(delivery), platform)
    let row = try fixture.delivery(delivery)
    #expect(row.attempt == attempt + 1)
    #expect(row.notBefore >= before + .seconds(seconds))
    #expect(row.notBefore <= .now() + .milliseconds(seconds * 1500))
    #expect(try fixture.attempts(delivery) == ["0 retry"])
    // What is within the look-ahead has its message already.
    #expect(row.state == (seconds * 3 / 2 <= 120 ? "queued" : "scheduled"))
    try fixture.age(delivery, by: .seconds(seconds * 3 / 2 + 1))
    _ = try fixture.sweeper.dispatchDue()
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "published")
    #expect(try fixture.delivery(delivery).errorCode == nil)
    #expect(try fixture.attempts(delivery) == ["0 retry", "0 published"])
  }

  @Test("The last try is the last") func lastAttempt() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(.transient)]))
    #expect(try fixture.delivery(delivery).state == "failed")
    #expect(try fixture.delivery(delivery).errorCode == "platform_unavailable")
  }

  @Test("A retry by a person begins its tries anew: what then fails in passing is tried again by itself")
  func retriedByPerson() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    let platform = ScriptedPlatform(refusing: [.scripted(.transient), .scripted(.transient)])
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "failed")
    _ = try fixture.planner.retry(delivery: delivery)
    try fixture.work(try fixture.hint(delivery), platform)
    let row = try fixture.delivery(delivery)
    #expect(platform.asked.count == 2)
    #expect(row.state == "queued")
    #expect(row.attempt == 1)
    try fixture.age(delivery, by: .seconds(10))
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "published")
  }

  @Test("Being asked to wait is waited for and does not count as a try", arguments: [nil, 30, 600])
  func rateLimited(_ seconds: Int?) throws {
    let delivery = try fixture.queueDelivery()
    let before = Instant.now()
    let until = seconds.map { before + .seconds($0) }
    let platform = ScriptedPlatform(refusing: [.scripted(.rateLimited(until: until))])
    try fixture.work(try fixture.hint(delivery), platform)
    let row = try fixture.delivery(delivery)
    #expect(row.attempt == 0)
    #expect(row.state == (seconds == 600 ? "scheduled" : "queued"))
    #expect(row.notBefore >= before + .seconds(seconds ?? 60))
    #expect(row.notBefore <= .now() + .seconds((seconds ?? 60) + 2))
    #expect(row.errorCode == "rate_limited")
  }

  @Test("After a lost answer nothing is sent again") func unknownOutcome() throws {
    let delivery = try fixture.queueDelivery()
    let platform = ScriptedPlatform(refusing: [.scripted(.unknownOutcome)])
    let hint = try fixture.hint(delivery)
    let before = Instant.now()
    for _ in 0..<2 { try fixture.work(hint, platform) }
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 0)
    let row = try fixture.delivery(delivery)
    #expect(platform.asked.count == 1)
    #expect(row.state == "unknown")
    // A third of the lease, until its absence may be believed.
    #expect(try #require(row.checkAfter) >= before + .seconds(30))
    #expect(try fixture.attempts(delivery) == ["0 unknown"])
  }

  @Test("After a lost answer, \"we have that already\" is no refusal but a sign")
  func duplicateAfterUnknown() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.insertAttempt(delivery, outcome: "unknown")
    try fixture.database.asAdministrator.query("update delivery set fence = 1 where id = \(delivery)")
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(.duplicate)]))
    #expect(try fixture.delivery(delivery).state == "unknown")
    #expect(try fixture.attempts(delivery) == ["0 unknown", "0 unknown"])
  }

  @Test("A thread is continued where it broke off, and known by its first part")
  func thread() throws {
    let delivery = try fixture.queueDelivery("one", thread: ["two", "three"])
    let platform = ScriptedPlatform(refusing: [nil, .scripted(.transient)])
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["one", "two"])
    #expect(try fixture.delivery(delivery).handle?["posted"] == ["r1"])
    try fixture.age(delivery, by: .seconds(10))
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked == ["one", "two", "two", "three"])
    let row = try fixture.delivery(delivery)
    #expect(row.state == "published")
    #expect(row.remoteID == "r1")
    #expect(row.permalink == "https://x.test/r1")
    #expect(row.handle?["posted"] == ["r1", "r3", "r4"])
    #expect(try fixture.attempts(delivery) == ["0 accepted", "1 retry", "1 accepted", "2 published"])
  }

  @Test("What is prepared is kept; a wait ends the work and is no try")
  func preparation() throws {
    let delivery = try fixture.queueDelivery()
    let platform = ScriptedPlatform()
    platform.preparations = [.progressed(["container": "c1"]), .wait(.seconds(20))]
    try fixture.work(try fixture.hint(delivery), platform)
    let waiting = try fixture.delivery(delivery)
    #expect(waiting.state == "queued")
    #expect(waiting.dispatchNumber == 2)
    #expect(waiting.attempt == 0)
    #expect(waiting.handle?["container"] == "c1")
    #expect(try fixture.attempts(delivery).isEmpty)
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.prepared == 2, "its time has not come")
    try fixture.age(delivery, by: .seconds(20))
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "published")
  }

  @Test("What is taken up early to be prepared still goes out at its time")
  func preparedEarly() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query(
      "update delivery set due_at = clock_timestamp() + interval '50 s' where id = \(delivery)")
    let platform = ScriptedPlatform()
    try fixture.work(try fixture.hint(delivery), platform)
    let row = try fixture.delivery(delivery)
    #expect(platform.prepared == 1)
    #expect(platform.asked.isEmpty)
    #expect(row.state == "queued")
    let early = row.dueAt - row.notBefore
    #expect(early < .seconds(1) && early > .seconds(-1))
    try fixture.age(delivery, by: .seconds(50))
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked.count == 1)
  }

  @Test("What the rules refuse by now is not sent, although it was queued") func refusedByRules() throws {
    let delivery = try fixture.queueDelivery()
    let platform = ScriptedPlatform()
    platform.complaints = [FieldError("/text", "too_long", "It is too long by now.")]
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "failed")
    #expect(try fixture.delivery(delivery).errorCode == "content_rejected")
    #expect(platform.asked.isEmpty && platform.prepared == 0)
  }

  @Test("Nothing is sent for an account that is not connected any more")
  func disconnected() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query("update account set state = 'reconnect'")
    let platform = ScriptedPlatform()
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(try fixture.delivery(delivery).state == "failed")
    #expect(try fixture.delivery(delivery).errorCode == "reauthorize")
    #expect(platform.asked.isEmpty && platform.prepared == 0)
    #expect(try fixture.attempts(delivery).isEmpty)
  }
}
