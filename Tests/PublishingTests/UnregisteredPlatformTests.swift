internal import Core
internal import Database
internal import Platforms
internal import Publishing
internal import TestSupport
internal import Testing

/// A version that lacks a platform may run beside one that has it, or after it: for minutes, or for good.
@Suite("A delivery of a platform that this version lacks is never left without an answer")
struct UnregisteredPlatformTests {
  private let fixture: PublishingFixture
  private let none = Platforms(all: [])

  init() throws { fixture = try PublishingFixture() }

  @Test("It is tried again later, and by the version that has the platform it is published")
  func laterPublished() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.work(try fixture.hint(delivery), none)
    let row = try fixture.delivery(delivery)
    #expect(row.state == "queued")
    #expect(row.attempt == 1)
    #expect(row.errorCode == "platform_unavailable")
    #expect(try fixture.attempts(delivery).isEmpty, "nothing was sent")
    try fixture.age(delivery, by: .seconds(10))
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    #expect(try fixture.delivery(delivery).state == "published")
    let gates = try fixture.database.asAdministrator.query("select from platform_gate where failures > 0")
    #expect(gates.isEmpty, "the platform did nothing wrong")
  }

  @Test("When no version has it, its tries end, and it fails") func failed() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    try fixture.work(try fixture.hint(delivery), none)
    let row = try fixture.delivery(delivery)
    #expect(row.state == "failed")
    #expect(row.errorCode == "platform_unavailable")
  }

  @Test("An unknown outcome that nobody can look up is given to a person") func unknown() throws {
    let delivery = try fixture.insertDelivery("unknown")
    for _ in 0..<5 {
      try fixture.reconcile(none)
      try fixture.age(delivery, by: .seconds(61))
    }
    #expect(try fixture.delivery(delivery).state == "needs_review")
  }

  @Test("What was to be taken down is tried again, and in the end stays, and says so") func removal() throws {
    let delivery = try fixture.queueDelivery()
    try fixture.work(try fixture.hint(delivery), ScriptedPlatform())
    _ = try fixture.planner.takeDown(delivery: delivery)
    let before = try fixture.messages()
    try fixture.remove(try fixture.hint(delivery), none)
    #expect(try fixture.delivery(delivery).state == "removing")
    #expect(try fixture.delivery(delivery).errorCode == "platform_unavailable")
    #expect(try fixture.messages() == before + 1, "the next try has its message")
    try fixture.age(delivery, by: .seconds(10))
    try fixture.database.asAdministrator.query("update delivery set attempt = max_attempts - 1")
    try fixture.remove(try fixture.hint(delivery), none)
    #expect(try fixture.delivery(delivery).state == "published")
    #expect(try fixture.delivery(delivery).errorCode == "platform_unavailable")
  }
}
