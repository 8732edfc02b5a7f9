internal import Core
internal import Database
internal import Platforms
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("A platform that limits or fails is left alone for a while") struct GateTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  @Test("After a limit nothing else is sent for the account until it is lifted") func limited() throws {
    let account = try fixture.insertAccount()
    let until = Instant.now() + .seconds(600)
    let first = try fixture.queueDelivery("first", account: account)
    let second = try fixture.queueDelivery("second", account: account)
    let other = try fixture.queueDelivery("other", account: fixture.insertAccount("43"))
    let platform = ScriptedPlatform(refusing: [.scripted(.rateLimited(until: until))])
    for delivery in [first, second, other] { try fixture.work(try fixture.hint(delivery), platform) }
    // The second was not even asked for; the other account is not concerned.
    #expect(platform.asked == ["first", "other"])
    let row = try fixture.delivery(second)
    #expect(row.state == "scheduled" && row.attempt == 0)
    #expect(row.notBefore >= until)
    #expect(try fixture.delivery(other).state == "published")
  }

  @Test("Eight failures in a row close the gate for everybody; a success opens it again") func gate() throws {
    let failing = ScriptedPlatform(refusing: Array(repeating: .scripted(.transient), count: 8))
    for number in 0..<8 {
      let delivery = try fixture.queueDelivery("\(number)", account: fixture.insertAccount("a\(number)"))
      try fixture.work(try fixture.hint(delivery), failing)
    }
    #expect(failing.asked.count == 8)
    let waiting = try fixture.queueDelivery("waiting", account: fixture.insertAccount("b"))
    try fixture.work(try fixture.hint(waiting), failing)
    #expect(failing.asked.count == 8, "the gate is closed")
    #expect(try fixture.delivery(waiting).attempt == 0)

    let administrator = fixture.database.asAdministrator
    try administrator.query("update platform_gate set closed_until = clock_timestamp() - interval '1 s'")
    let next = try fixture.queueDelivery("next", account: fixture.insertAccount("c"))
    try fixture.work(try fixture.hint(next), failing)
    #expect(try fixture.delivery(next).state == "published")
    let gate = try administrator.only("select failures, closed_until from platform_gate")
    #expect(try gate.value("failures") == 0)
    #expect(try gate.optional("closed_until") as Instant? == nil)
  }

  @Test("A post that is accepted and worked on is an answer too: failures before it are forgotten")
  func accepted() throws {
    let account = try fixture.insertAccount()
    let failing = ScriptedPlatform(refusing: [.scripted(.transient)])
    try fixture.work(try fixture.hint(try fixture.queueDelivery("first", account: account)), failing)
    let accepting = ScriptedPlatform()
    accepting.processes = true
    let second = try fixture.queueDelivery("second", account: account)
    try fixture.work(try fixture.hint(second), accepting)
    #expect(try fixture.delivery(second).state == "pending_remote")
    let gate = try fixture.database.asAdministrator.only("select failures from platform_gate")
    #expect(try gate.value("failures") == 0)
  }
}
