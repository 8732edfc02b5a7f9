internal import Core
internal import Database
internal import Identity
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What is late says why from its first second, and what is late by us is a fault") struct WaitTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  /// A delivery that a state of its row, its account or its platform holds up.
  struct Hold: Sendable, CustomTestStringConvertible {
    let reason: String
    let state: String
    /// Of the delivery `d`, the account `a`, or the gate.
    let change: StaticString
    let isOurs: Bool

    var testDescription: String { reason }
  }

  private static let holds: [Hold] = [
    Hold(
      reason: "dispatch", state: "scheduled",
      change: "update delivery set not_before = clock_timestamp() - interval '61 s'", isOurs: true),
    Hold(
      reason: "queue", state: "queued",
      change: "update delivery set not_before = clock_timestamp() - interval '61 s'", isOurs: true),
    Hold(
      reason: "recovery", state: "claimed",
      change: """
        update delivery set lease_until = clock_timestamp() - interval '1 s' where lease_until is not null
        """, isOurs: true),
    Hold(
      reason: "recovery", state: "sending",
      change: """
        update delivery set lease_until = clock_timestamp() - interval '1 s' where lease_until is not null
        """, isOurs: true),
    Hold(reason: "preparation", state: "claimed", change: "", isOurs: false),
    Hold(reason: "answer", state: "sending", change: "", isOurs: false),
    Hold(reason: "platform", state: "pending_remote", change: "", isOurs: false),
    Hold(reason: "confirmation", state: "unknown", change: "", isOurs: false),
    Hold(reason: "removal", state: "removing", change: "", isOurs: false),
    Hold(
      reason: "turn", state: "scheduled",
      change: "update delivery set is_heavy = true, not_before = clock_timestamp() - interval '61 s'",
      isOurs: false),
    Hold(
      reason: "retry", state: "scheduled",
      change:
        "update delivery set error_code = 'media_unavailable', not_before = clock_timestamp() + interval '61 s'",
      isOurs: false),
    Hold(
      reason: "preparation", state: "scheduled",
      change: "update delivery set not_before = clock_timestamp() + interval '61 s'", isOurs: false),
    Hold(
      reason: "account_limit", state: "queued",
      change: "update account set limited_until = clock_timestamp() + interval '61 s'", isOurs: false),
    Hold(
      reason: "application_limit", state: "queued",
      change: """
        insert into platform_gate (platform, failures, limited_until)
        values ('x', 0, clock_timestamp() + interval '61 s')
        """, isOurs: false),
    Hold(
      reason: "platform_gate", state: "queued",
      change: """
        insert into platform_gate (platform, failures, closed_until)
        values ('x', 8, clock_timestamp() + interval '20 s')
        """, isOurs: false),
    Hold(
      reason: "pacing", state: "queued",
      change: """
        with late as (update delivery set due_at = clock_timestamp() - interval '600 s', not_before = clock_timestamp() + interval '61 s')
        update account set paced_until = clock_timestamp() + interval '99 s'
        """, isOurs: false),
  ]

  private func insert(_ hold: Hold, dueFor age: Int = 61) throws -> UUID {
    let post = try fixture.createPost(to: [fixture.insertAccount("draft")]).id
    let delivery = try fixture.insertDelivery(hold.state, post: post)
    let administrator = fixture.database.asAdministrator
    try administrator.query(
      "update delivery set due_at = clock_timestamp() - \(Duration.seconds(age))::interval where id = \(delivery)"
    )
    if hold.change.utf8CodeUnitCount > 0 { try administrator.query("\(unescapedSQL: hold.change)") }
    return delivery
  }

  private func waiting(_ delivery: UUID) throws -> JSON {
    let row = try fixture.database.asAdministrator.only("select post_id from delivery where id = \(delivery)")
    let post = try fixture.post(try row.value("post_id")).json
    let deliveries = post["deliveries"]?.array ?? []
    return try #require(deliveries.first { $0["id"]?.string == delivery.description }?["waiting_for"])
  }

  private func health() throws -> (isHealthy: Bool, json: JSONObject) {
    let administrator = fixture.database.asAdministrator
    for timer in ["DispatchDueDeliveries", "ReconcileDeliveries"] {
      try administrator.query(
        """
        insert into timer_tick (name, ticked_at) values (\(timer), clock_timestamp())
        on conflict (name) do update set ticked_at = excluded.ticked_at
        """)
    }
    return try HealthStore(fixture.database.session(.worker)).report()
  }

  @Test("Each reason is told with the delivery, and only ours make the status unhealthy", arguments: holds)
  func reasons(_ hold: Hold) throws {
    let delivery = try insert(hold)
    let wait = try waiting(delivery)
    #expect(wait["reason"]?.string == hold.reason)
    #expect(wait["detail"]?.string?.isEmpty == false)
    #expect(try fixture.delivery(delivery).dueAt == wait["since"]?.string.flatMap { Instant($0) })
    let report = try health()
    #expect(report.isHealthy == !hold.isOurs)
    let publishing = report.json["publishing"]
    if hold.state != "removing" {
      #expect(publishing?["waiting"]?[0]?["reason"]?.string == hold.reason)
    }
    let isHeld = ["platform_gate", "application_limit"].contains(hold.reason)
    #expect(
      publishing?["platforms_held"]?.array?.compactMap { $0["reason"]?.string }
        == (isHeld ? [hold.reason] : []))
  }

  @Test("Late by us for less than a minute is told, and no fault yet") func soon() throws {
    let hold = try #require(Self.holds.first { $0.reason == "queue" })
    let delivery = try insert(hold, dueFor: 20)
    #expect(try waiting(delivery)["reason"] == "queue")
    #expect(try health().isHealthy)
  }

  @Test("What is not due, out, or refused for good waits for nothing")
  func nothing() throws {
    for state in ["published", "failed", "missed", "needs_review", "cancelled"] {
      #expect(try waiting(try fixture.insertDelivery(state)) == .null)
    }
    let planned = try fixture.insertDelivery("scheduled")
    try fixture.database.asAdministrator.query(
      "update delivery set due_at = clock_timestamp() + interval '9 s' where id = \(planned)")
    #expect(try waiting(planned) == .null)
  }

  @Test("Whoever watches is told when a delivery is held, and when it is late by us") func told() throws {
    let administrator = fixture.database.asAdministrator
    let session = UUID.v7()
    try administrator.query(
      """
      insert into user_session (id, user_id, key, expires_at)
      values (\(session), \(fixture.member.user), '', clock_timestamp() + interval '1 h')
      """)
    try administrator.query(
      """
      insert into live_connection (id, organization_id, user_id, session_id)
      values ('c', \(fixture.member.organization), \(fixture.member.user), \(session))
      """)
    func messages() throws -> Int {
      try administrator.only(
        "select count(*) as n from outbox where queue = 'live' and dedup_key like '%:wait:%'"
      ).value("n")
    }
    let held = try fixture.queueDelivery("held")
    try administrator.query("update account set limited_until = clock_timestamp() + interval '60 s'")
    try fixture.work(try fixture.hint(held), ScriptedPlatform())
    #expect(try messages() == 1)
    try administrator.query("update account set limited_until = null")
    let late = try fixture.queueDelivery("late", account: fixture.insertAccount("late"))
    try administrator.query(
      "update delivery set not_before = clock_timestamp() - interval '6 s' where id = \(late)")
    #expect(try fixture.sweeper.recover()["late_told"] == 1)
    #expect(try fixture.sweeper.recover()["late_told"] == 0)
    #expect(try messages() == 2)
  }
}
