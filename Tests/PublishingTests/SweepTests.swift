internal import Core
internal import Database
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What is lost on the way is found again") struct SweepTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  @Test("A delivery whose worker died before it sent anything begins anew; a living one is left alone")
  func claimed() throws {
    let dead = try fixture.insertDelivery("claimed")
    let living = try fixture.insertDelivery("claimed")
    try fixture.age(dead, by: .seconds(91))
    #expect(try fixture.sweeper.recover()["claims_freed"] == 1)
    #expect(try fixture.delivery(dead).state == "scheduled")
    #expect(try fixture.delivery(living).state == "claimed")
    #expect(try fixture.sweeper.recover()["claims_freed"] == 0)
  }

  @Test(
    "Of one whose worker died while sending, only an unfinished attempt leaves a doubt",
    arguments: [("-", "unknown"), ("accepted", "scheduled"), (nil, "scheduled")] as [(String?, String)])
  func sending(_ attempt: String?, _ state: String) throws {
    let delivery = try fixture.insertDelivery("sending")
    if let attempt { try fixture.insertAttempt(delivery, outcome: attempt == "-" ? nil : attempt) }
    #expect(try fixture.sweeper.recover()["sends_lost"] == 0)
    try fixture.age(delivery, by: .seconds(91))
    let before = Instant.now()
    #expect(try fixture.sweeper.recover()["sends_lost"] == 1)
    let row = try fixture.delivery(delivery)
    #expect(row.state == state)
    #expect(try #require(row.checkAfter) >= before + .seconds(30))
    #expect(try fixture.attempts(delivery) == (attempt.map { ["0 \($0)"] } ?? []))
  }

  @Test("What is too late is missed, unless it is on its way", arguments: ["scheduled", "queued", "claimed"])
  func missed(_ state: String) throws {
    let late = try fixture.insertDelivery(state)
    let later = try fixture.insertDelivery(state)
    try fixture.database.asAdministrator.query(
      "update delivery set due_at = clock_timestamp() - interval '59 min' where id = \(late)")
    try fixture.database.asAdministrator.query(
      "update delivery set due_at = clock_timestamp() - interval '61 min' where id = \(later)")
    #expect(try fixture.sweeper.recover()["missed"] == (state == "claimed" ? 0 : 1))
    #expect(try fixture.delivery(late).state == state)
    #expect(try fixture.delivery(later).state == (state == "claimed" ? "claimed" : "missed"))
    #expect(try fixture.delivery(later).errorCode == (state == "claimed" ? nil : "missed"))
  }

  @Test("A lost message is sent again, as the same dispatch; whichever comes first is the one")
  func resent() throws {
    let delivery = try fixture.queueDelivery()
    let first = try fixture.hint(delivery)
    #expect(try fixture.sweeper.recover()["messages_resent"] == 0)
    try fixture.age(delivery, by: .seconds(601))
    #expect(try fixture.sweeper.recover()["messages_resent"] == 1)
    #expect(try fixture.delivery(delivery).dispatchNumber == 1)
    #expect(try fixture.messages() == 2)
    let platform = ScriptedPlatform()
    for hint in [try fixture.hint(delivery), first] { try fixture.work(hint, platform) }
    #expect(platform.asked.count == 1)
  }

  @Test("Sweeps that run at the same time find everything once") func concurrent() async throws {
    let post = try fixture.createPost(to: [fixture.insertAccount()]).id
    for _ in 0..<20 {
      let delivery = try fixture.insertDelivery("sending", post: post)
      try fixture.insertAttempt(delivery, outcome: nil)
      try fixture.age(delivery, by: .seconds(91))
    }
    let count = try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask { try fixture.sweeper.recover()["sends_lost"]?.integer ?? 0 }
      }
      return try await group.reduce(0, +)
    }
    #expect(count == 20)
  }

  @Test("Healthy is when both timers tick and nothing is overdue") func health() throws {
    let health = HealthStore(fixture.database.session(.worker))
    #expect(try !health.report().isHealthy)
    _ = try fixture.sweeper.dispatchDue()
    #expect(try !health.report().isHealthy, "one timer alone")
    _ = try fixture.sweeper.recover()
    #expect(try health.report().isHealthy)
    let delivery = try fixture.insertDelivery("queued")
    #expect(try health.report().isHealthy)
    try fixture.age(delivery, by: .seconds(301))
    #expect(try !health.report().isHealthy, "due for more than five minutes")
    try fixture.database.asAdministrator.query("update delivery set state = 'cancelled'")
    #expect(try health.report().isHealthy)
    try fixture.database.asAdministrator.query(
      """
      update timer_tick set ticked_at = ticked_at - interval '181 s' where name = 'ReconcileDeliveries'
      """)
    #expect(try !health.report().isHealthy, "a silent timer")
  }

  @Test("Another timer that ticks takes the place of none, and makes nothing unhealthy") func anotherTimer()
    throws
  {
    let health = HealthStore(fixture.database.session(.worker))
    let administrator = fixture.database.asAdministrator
    try administrator.query("insert into timer_tick (name, ticked_at) values ('Another', clock_timestamp())")
    _ = try fixture.sweeper.dispatchDue()
    #expect(try !health.report().isHealthy, "one of ours is missing")
    _ = try fixture.sweeper.recover()
    #expect(try health.report().isHealthy)
    try administrator.query(
      "update timer_tick set ticked_at = ticked_at - interval '1 h' where name = 'Another'")
    #expect(try health.report().isHealthy, "one that is no longer there")
  }
}
