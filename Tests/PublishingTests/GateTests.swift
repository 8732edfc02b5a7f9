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

  private func fail(_ count: Int, _ kind: PlatformError.Kind, accounts: Int) throws -> ScriptedPlatform {
    let platform = ScriptedPlatform(refusing: Array(repeating: .scripted(kind), count: count))
    let ids = try (0..<accounts).map { try fixture.insertAccount("f\($0)") }
    for number in 0..<count {
      let delivery = try fixture.queueDelivery("\(number)", account: ids[number % accounts])
      try fixture.work(try fixture.hint(delivery), platform)
    }
    return platform
  }

  private func isClosed() throws -> Bool {
    try fixture.database.asAdministrator.first(
      "select from platform_gate where closed_until > clock_timestamp()") != nil
  }

  @Test("What fails for one account alone closes the gate for nobody; a second account's failure does")
  func oneAccount() throws {
    let platform = try fail(9, .transient, accounts: 1)
    #expect(try !isClosed())
    let other = try fixture.queueDelivery("other", account: fixture.insertAccount("other"))
    platform.refusals = [.scripted(.transient)]
    try fixture.work(try fixture.hint(other), platform)
    #expect(try isClosed())
  }

  @Test(
    "What is not the platform's doing is not counted",
    arguments: [
      .mediaUnavailable, .storeUnavailable, .accessUnavailable, .application, .mediaRejected,
      .contentRejected, .accountRestricted, .permission, .notFound, .duplicate, .permanent,
    ] as [PlatformError.Kind])
  func otherCauses(_ kind: PlatformError.Kind) throws {
    _ = try fail(9, kind, accounts: 9)
    #expect(try fixture.database.asAdministrator.first("select from platform_gate") == nil)
  }

  @Test("A limit of the registration holds up all accounts of the platform, and is no account's own")
  func applicationLimit() throws {
    let until = Instant.now() + .seconds(600)
    let platform = try fail(1, .applicationLimited(until: until), accounts: 1)
    let other = try fixture.queueDelivery("other", account: fixture.insertAccount("other"))
    try fixture.work(try fixture.hint(other), platform)
    #expect(platform.asked == ["0"])
    let row = try fixture.delivery(other)
    #expect(row.state == "scheduled" && row.attempt == 0 && row.notBefore >= until)
    let limited = try fixture.database.asAdministrator.first(
      "select from account where limited_until is not null")
    #expect(limited == nil)
  }

  /// The gate was closed, and its time is over.
  private func untried() throws -> ScriptedPlatform {
    let platform = try fail(8, .transient, accounts: 2)
    #expect(try isClosed())
    try fixture.database.asAdministrator.query(
      "update platform_gate set closed_until = clock_timestamp() - interval '1 s'")
    platform.refusals = []
    return platform
  }

  @Test("One delivery tries a platform that failed; the others wait until it has told")
  func oneProbe() throws {
    let platform = try untried()
    let first = try fixture.queueDelivery("first", account: fixture.insertAccount("p1"))
    let second = try fixture.queueDelivery("second", account: fixture.insertAccount("p2"))
    platform.whilePublishing = { try fixture.work(fixture.hint(second), platform) }
    try fixture.work(try fixture.hint(first), platform)
    #expect(platform.asked.last == "first", "the second has not been asked for")
    #expect(try fixture.delivery(first).state == "published")
    #expect(try fixture.delivery(second).attempt == 0)
    #expect(try !isClosed())
  }

  @Test("A try that ends without a word of the platform is the next one's, at once")
  func returnedProbe() throws {
    let platform = try untried()
    let source = try fixture.queueDelivery("source", account: fixture.insertAccount("p1"))
    platform.refusals = [.scripted(.mediaUnavailable)]
    try fixture.work(try fixture.hint(source), platform)
    let next = try fixture.queueDelivery("next", account: fixture.insertAccount("p2"))
    try fixture.work(try fixture.hint(next), platform)
    #expect(try fixture.delivery(next).state == "published")
  }

  @Test("A refusal is an answer: a platform that says why not works again")
  func refusalIsAnswer() throws {
    let platform = try untried()
    let refused = try fixture.queueDelivery("refused", account: fixture.insertAccount("p1"))
    platform.refusals = [PlatformError(.contentRejected, code: "no", detail: "No.", status: 400)]
    try fixture.work(try fixture.hint(refused), platform)
    let gate = try fixture.database.asAdministrator.only("select failures, closed_until from platform_gate")
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
