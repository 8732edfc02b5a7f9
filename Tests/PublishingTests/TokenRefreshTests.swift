internal import Accounts
internal import Core
internal import Database
internal import Identity
internal import NIOPosix
internal import Platforms
internal import Publishing
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite("Tokens are renewed ahead of time, once, and nobody is disconnected by mistake")
struct TokenRefreshTests {
  private let fixture: PublishingFixture

  init() throws { fixture = try PublishingFixture() }

  private func account(tokenFor life: Duration, obtained ago: Duration) throws -> UUID {
    try fixture.insertAccount(
      UUID.v7().description,
      grant: Grant(
        accessToken: "old", refreshToken: "r0", expiresAt: .now() + life,
        obtainedAt: .now() + .microseconds(-ago.microseconds)))
  }

  private func state(_ account: UUID) throws -> (state: String, error: String?) {
    let row = try fixture.database.asAdministrator.only(
      "select state, error_code from account where id = \(account)")
    return (try row.value("state"), try row.optional("error_code"))
  }

  @Test("Two hundred deliveries at once with a token that is over: one refresh, and all have the new token")
  func storm() async throws {
    let account = try account(tokenFor: .seconds(-10), obtained: .seconds(7200))
    let platform = RotatingPlatform()
    let sealed = try fixture.sealedGrant(account)
    let tokens = try await withThrowingTaskGroup { group in
      for _ in 0..<200 {
        group.addTask { [fixture] in try fixture.currentGrant(account, platform, sealed).accessToken }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(platform.refreshed == 1)
    #expect(tokens == Array(repeating: "new1", count: 200))
  }

  /// As many workers at the same time as the test's PostgreSQL has connections for.
  private func publish(_ deliveries: [UUID], _ platform: RotatingPlatform) async throws {
    let pool = NIOThreadPool(numberOfThreads: 50)
    pool.start()
    do {
      try await withThrowingTaskGroup { group in
        for delivery in deliveries {
          group.addTask { [fixture] in
            try await pool.runIfActive { try fixture.work(fixture.hint(delivery), platform) }
          }
        }
        try await group.waitForAll()
      }
    } catch {
      try await pool.shutdownGracefully()
      throw error
    }
    try await pool.shutdownGracefully()
  }

  @Test(
    "Two hundred deliveries of an account whose token is over: one refresh, each out once by the new token")
  func publishedStorm() async throws {
    let account = try account(tokenFor: .seconds(-10), obtained: .seconds(7200))
    let platform = RotatingPlatform()
    let deliveries = try (0..<200).map { try fixture.queueDelivery("post \($0)", account: account) }
    try await publish(deliveries, platform)
    #expect(platform.refreshed == 1)
    let expected = (0..<200).map { ("post \($0)", ["new1"]) }
    #expect(platform.published == Dictionary(uniqueKeysWithValues: expected))
    #expect(try deliveries.allSatisfy { try fixture.delivery($0).state == "published" })
  }

  @Test("When none of two hundred can renew the token, nobody is disconnected, and all go out afterwards")
  func failedStorm() async throws {
    let account = try account(tokenFor: .seconds(-10), obtained: .seconds(7200))
    let platform = RotatingPlatform(refusing: .transient)
    let deliveries = try (0..<200).map { try fixture.queueDelivery("post \($0)", account: account) }
    try await publish(deliveries, platform)
    #expect(try state(account).state == "connected")
    #expect(try deliveries.allSatisfy { try fixture.delivery($0).state != "failed" })
    #expect(platform.published.isEmpty)

    platform.recover()
    let administrator = fixture.database.asAdministrator
    try administrator.query("delete from platform_gate")
    try administrator.query(
      "update delivery set not_before = clock_timestamp() where state in ('scheduled', 'queued')")
    _ = try fixture.sweeper.dispatchDue()
    try await publish(deliveries, platform)
    #expect(platform.refreshed == 1)
    #expect(platform.published.count == 200 && platform.published.values.allSatisfy { $0 == ["new1"] })
    #expect(try state(account).state == "connected")
  }

  @Test("The timer renews what is due, and nothing twice") func timer() throws {
    let due = try account(tokenFor: .seconds(60), obtained: .seconds(7140))
    let young = try account(tokenFor: .seconds(7000), obtained: .seconds(200))
    let platform = RotatingPlatform()
    #expect(try fixture.refreshTokens(platform)["renewed"] == 1)
    #expect(try fixture.refreshTokens(platform)["renewed"] == 0)
    #expect(platform.refreshed == 1)
    #expect(try fixture.currentGrant(due, platform, fixture.sealedGrant(due)).accessToken == "new1")
    #expect(try fixture.currentGrant(young, platform, fixture.sealedGrant(young)).accessToken == "old")
  }

  @Test(
    "Only a definitive refusal disconnects",
    arguments: [
      (.transient, "postponed", "connected"), (.unknownOutcome, "postponed", "connected"),
      (.rateLimited(until: nil), "postponed", "connected"), (.application, "postponed", "connected"),
      (.reauthorize, "disconnected", "reconnect"),
    ] as [(PlatformError.Kind, String, String)])
  func refusals(_ kind: PlatformError.Kind, _ verdict: String, _ state: String) throws {
    let account = try account(tokenFor: .seconds(60), obtained: .seconds(7140))
    let platform = RotatingPlatform(refusing: kind)
    #expect(try fixture.refreshTokens(platform)[verdict] == 1)
    #expect(try self.state(account).state == state)
    // The next tick leaves it alone: failures are not repeated at once.
    #expect(try fixture.refreshTokens(platform)[verdict] == 0)
  }

  @Test("What a refresh does not grant any more is noted with the account")
  func narrowed() throws {
    let account = try account(tokenFor: .seconds(60), obtained: .seconds(7200))
    let platform = RotatingPlatform()
    func refresh(granting scopes: Set<String>?) throws -> Account {
      platform.granted.withLock { $0 = scopes }
      let sealed = try fixture.sealedGrant(account)
      try fixture.database.asAdministrator.query(
        "update account set refresh_after = clock_timestamp(), refreshed_at = refreshed_at - interval '1 h'")
      #expect(try fixture.refreshTokens(platform)["renewed"]?.integer == 1)
      #expect(try fixture.sealedGrant(account) != sealed)
      return try #require(
        try AccountStore(fixture.database.session(.app, fixture.member.scope)).find([account]).first)
    }
    let all: Set<String> = ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"]
    #expect(try refresh(granting: all).missing.isEmpty)
    let narrow = try refresh(granting: all.subtracting(["tweet.write"]))
    #expect(narrow.missing.map(\.use) == [.publish, .comment] && narrow.state == "connected")
    #expect(narrow.json["error"]?["code"] == "permission_missing")
    #expect(narrow.violations(of: Content(text: "Hi"), at: "/a").map(\.code).contains("permission_missing"))
    // An answer that says nothing changes nothing (RFC 6749 5.1).
    #expect(try refresh(granting: nil).missing == narrow.missing)
    #expect(try refresh(granting: all).json["error"] == .null)
  }
}
