internal import Core
internal import Database
internal import Platforms
internal import Publishing
internal import TestSupport
internal import Testing

/// Each test goes one step further than the end: where a counter that was left as it was shows.
@Suite("What begins anew is counted anew") struct AnewTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  private func look(_ delivery: UUID, _ answer: ReadBack) throws -> JSONObject {
    let platform = ScriptedPlatform()
    platform.looks = [.success(answer)]
    let counts = try fixture.reconcile(platform)
    try fixture.age(delivery, by: .seconds(61))
    return counts
  }

  /// Sends the next part, whose answer is lost, or whose worker dies meanwhile.
  private func lose(_ delivery: UUID, byDeath: Bool) throws {
    _ = try fixture.sweeper.dispatchDue()
    let platform = ScriptedPlatform(refusing: [.scripted(.unknownOutcome)])
    if byDeath {
      platform.whilePublishing = {
        try fixture.age(delivery, by: .seconds(91))
        #expect(try fixture.sweeper.recover()["sends_lost"] == 1)
      }
    }
    try fixture.work(try fixture.hint(delivery), platform)
    #expect(platform.asked.count == 1)
    #expect(try fixture.delivery(delivery).state == "unknown")
    try fixture.age(delivery, by: .seconds(31))
  }

  @Test(
    "Of the next part of a thread one absence is not believed, whatever was seen of the part before it",
    arguments: [false, true])
  func absences(_ byDeath: Bool) throws {
    let delivery = try fixture.queueDelivery("one", thread: ["two"])
    try lose(delivery, byDeath: byDeath)
    #expect(try look(delivery, .absent)["undecided"] == 1)
    #expect(try look(delivery, .found(["a"]))["rescheduled"] == 1)
    try lose(delivery, byDeath: byDeath)
    #expect(try look(delivery, .absent)["undecided"] == 1)
    #expect(try look(delivery, .absent)["rescheduled"] == 1)
  }

  @Test("The next part of a thread is looked for five times too", arguments: [false, true])
  func looks(_ byDeath: Bool) throws {
    let delivery = try fixture.queueDelivery("one", thread: ["two"])
    try lose(delivery, byDeath: byDeath)
    for _ in 1...4 { #expect(try look(delivery, .inconclusive)["undecided"] == 1) }
    #expect(try look(delivery, .found(["a"]))["rescheduled"] == 1)
    try lose(delivery, byDeath: byDeath)
    for _ in 1...4 { #expect(try look(delivery, .inconclusive)["undecided"] == 1) }
    #expect(try look(delivery, .inconclusive)["needs_review"] == 1)
  }

  @Test("An answer that the platform works on it, or none, begins the looks anew")
  func postponed() throws {
    let delivery = try fixture.queueDelivery()
    try lose(delivery, byDeath: false)
    #expect(try look(delivery, .absent)["undecided"] == 1)
    #expect(try look(delivery, .processing(.seconds(5)))["undecided"] == 1)
    #expect(try look(delivery, .absent)["undecided"] == 1)
    for _ in 1...3 { #expect(try look(delivery, .inconclusive)["undecided"] == 1) }
    #expect(try look(delivery, .inconclusive)["needs_review"] == 1)
  }

  @Test("A thread is one try, however many parts it has") func thread() throws {
    let delivery = try fixture.queueDelivery("one", thread: ["two", "three"])
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    #expect(try fixture.delivery(delivery).attempt == 1)
  }

  @Test(
    "A quota that is used up does not count as a try, and is waited for",
    arguments: [PlatformError.Kind.quotaExhausted(until: .now() + .seconds(3600)), .rateLimited(until: nil)])
  func quota(_ kind: PlatformError.Kind) throws {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(kind)]))
    let row = try fixture.delivery(delivery)
    #expect(row.attempt == 7 && row.state != "failed")
    #expect(row.notBefore > .now() + .seconds(50))
    let limited = try fixture.database.asAdministrator.only(
      "select limited_until > clock_timestamp() + interval '50 s' as is_limited from account")
    #expect(try limited.value("is_limited") == true)
  }

  /// The last of its tries has failed.
  private func exhausted() throws -> UUID {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(.unknownOutcome)]))
    try fixture.age(delivery, by: .seconds(31))
    #expect(try look(delivery, .untold("nobody can say."))["needs_review"] == 1)
    return delivery
  }

  @Test("What a person has published again has all its tries before it") func resolved() throws {
    let delivery = try exhausted()
    _ = try fixture.planner.resolve(delivery: delivery, Resolution(["outcome": "publish_again"]))
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform(refusing: [.scripted(.transient)]))
    let row = try fixture.delivery(delivery)
    #expect(row.state == "queued" && row.attempt == 1)
  }

  @Test("A removal that was given up and is asked for again has all its tries before it") func removal()
    throws
  {
    let delivery = try fixture.queueDelivery()
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    _ = try fixture.planner.takeDown(delivery: delivery)
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    let first = try fixture.hint(delivery)
    let platform = ScriptedPlatform()
    platform.removalRefusals = [.scripted(.transient), .scripted(.transient)]
    try fixture.remove(first, platform)
    #expect(try fixture.delivery(delivery).state == "published")
    _ = try fixture.planner.takeDown(delivery: delivery)
    // The message of the first time is void.
    try fixture.remove(first, platform)
    #expect(platform.removed.count == 1)
    try fixture.remove(try fixture.hint(delivery), platform)
    let row = try fixture.delivery(delivery)
    #expect(row.state == "removing" && row.attempt == 1)
  }

  @Test("The second wait of a removal is longer than the first") func backOff() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    _ = try fixture.planner.takeDown(delivery: delivery)
    let platform = ScriptedPlatform()
    platform.removalRefusals = Array(repeating: .scripted(.transient), count: 4)
    for seconds in [5, 10, 20, 40] {
      let before = Instant.now()
      try fixture.remove(try fixture.hint(delivery), platform)
      let wait = try #require(try fixture.delivery(delivery).checkAfter) - before
      #expect(wait >= .seconds(seconds), "\(wait)")
      try fixture.age(delivery, by: .seconds(61))
    }
  }

  @Test("Limits do not put a removal off for ever") func limits() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    _ = try fixture.planner.takeDown(delivery: delivery)
    let platform = ScriptedPlatform()
    platform.removalRefusals = Array(repeating: .scripted(.rateLimited(until: nil)), count: 8)
    for number in 1...8 {
      try fixture.remove(try fixture.hint(delivery), platform)
      #expect(try fixture.delivery(delivery).state == (number < 8 ? "removing" : "published"))
      try fixture.age(delivery, by: .seconds(61))
    }
  }
}
