internal import Core
internal import Database
internal import Identity
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("What is due gets one message, at its time, without a burst") struct DispatchTests {
  private let fixture: PublishingFixture
  private let account: UUID

  init() throws {
    fixture = try PublishingFixture()
    account = try fixture.insertAccount()
  }

  /// When the deliveries of an account are to go out, from now, in whole seconds.
  private func plan(_ account: UUID) throws -> [Int] {
    try fixture.database.asAdministrator.query(
      """
      select round(extract(epoch from not_before - clock_timestamp()))::int as seconds from delivery
      where account_id = \(account) and state = 'queued' order by not_before
      """
    ).map { try $0.value("seconds") }
  }

  /// Deliveries of one account that are late by so many seconds; negative when their time is to come.
  private func insertScheduled(_ account: UUID, lateBy seconds: [Int]) throws {
    for second in seconds {
      let post = try fixture.createPost(to: [account])
      let delivery = try #require(post.deliveries.first).id
      try fixture.database.asAdministrator.query(
        """
        update delivery set state = 'scheduled', due_at = clock_timestamp() - make_interval(secs => \(second)),
          not_before = clock_timestamp() - make_interval(secs => \(second)) where id = \(delivery)
        """)
    }
  }

  @Test("What is near gets its message at once, what is far when it is near") func lookAhead() throws {
    let near = try fixture.planner.schedule(
      fixture.createPost(to: [account]).id, at: .now() + .seconds(110))
    let far = try fixture.planner.schedule(
      fixture.createPost(to: [account]).id, at: .now() + .seconds(600))
    #expect(near.deliveries.map(\.state) == ["queued"])
    #expect(far.deliveries.map(\.state) == ["scheduled"])
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 0)
    let delivery = try #require(far.deliveries.first).id
    try fixture.age(delivery, by: .seconds(500))
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 1)
    #expect(try fixture.delivery(delivery).notBefore == fixture.delivery(delivery).dueAt)
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 0)
    #expect(try fixture.messages() == 2)
  }

  @Test("After a downtime every account's late deliveries are spaced, the others are on time")
  func pacing() throws {
    let other = try fixture.insertAccount("43")
    try insertScheduled(account, lateBy: [900, 800, 700, 600, 10, -60])
    try insertScheduled(other, lateBy: [500, 400])
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 8)
    let near = { (plan: [Int], expected: [Int]) in
      plan.count == expected.count && zip(plan, expected).allSatisfy { abs($0 - $1) <= 2 }
    }
    let first = try plan(account)
    #expect(near(first, [-10, 0, 30, 60, 60, 90]), "\(first)")
    #expect(near(try plan(other), [0, 30]))
    // More that is found late goes behind what is planned already.
    try insertScheduled(account, lateBy: [300, 200])
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 2)
    let second = try plan(account)
    #expect(near(second, [-10, 0, 30, 60, 60, 90, 120, 150]), "\(second)")
  }

  /// Red when `dispatchDue` does not ask how late they are: four are dispatched, and the others wait behind two that
  /// are not published any more.
  @Test("What is missed by its workspace's rule takes nobody's turn") func missed() throws {
    try insertScheduled(account, lateBy: [7200, 3700, 600, 500])
    #expect(try fixture.sweeper.dispatchDue()["dispatched"] == 2)
    let plan = try plan(account)
    #expect(plan.count == 2 && abs(plan[0]) <= 2 && abs(plan[1] - 30) <= 2, "\(plan)")
    #expect(try fixture.sweeper.recover()["missed"] == 2)
    let trail = try fixture.database.asAdministrator.only(
      "select count(*) as n from event where action = 'delivery.missed' and stream_id = \(fixture.member.organization)"
    )
    #expect(try trail.value("n") == 2)
  }

  @Test("The oldest of a backlog goes first") func order() throws {
    try insertScheduled(account, lateBy: [200, 900, 500])
    _ = try fixture.sweeper.dispatchDue()
    let rows = try fixture.database.asAdministrator.query(
      "select due_at from delivery where state = 'queued' order by not_before")
    let times: [Instant] = try rows.map { try $0.value("due_at") }
    #expect(times.count == 3 && times == times.sorted())
  }

  @Test("A backlog larger than one statement takes is dispatched in one run, by two timers at once too")
  func backlog() async throws {
    try fixture.database.asAdministrator.query(
      """
      with made as (
        insert into post (organization_id, id, workspace_id, author_id, content)
        select \(fixture.member.organization), gen_random_uuid(), \(fixture.workspace), \(fixture.member.user),
          '{}' from generate_series(1, 1100) returning id)
      insert into delivery (organization_id, id, post_id, account_id, platform, state, due_at, not_before)
      select \(fixture.member.organization), gen_random_uuid(), id, \(account), 'x', 'scheduled',
        clock_timestamp(), clock_timestamp() from made
      """)
    let count = try await withThrowingTaskGroup { group in
      for _ in 0..<2 { group.addTask { try fixture.sweeper.dispatchDue()["dispatched"]?.integer ?? 0 } }
      return try await group.reduce(0, +)
    }
    let left = try fixture.sweeper.dispatchDue()["dispatched"]?.integer ?? 0
    #expect(count + left == 1100)
    #expect(try fixture.messages() == 1100)
    let row = try fixture.database.asAdministrator.only("select max(dispatch_no) as n from delivery")
    #expect(try row.value("n") == 1)
  }
}
