internal import Audit
internal import Core
internal import Database
internal import Platforms
internal import Posts
internal import Publishing
internal import TestSupport
internal import Testing

@Suite("Access that ends is told of seven, three and one days ahead, once each, while posts depend on it")
struct AccessWarnerTests {
  private static let day: Int64 = 86_400

  private let fixture: PublishingFixture
  private let account: UUID

  init() throws {
    fixture = try PublishingFixture()
    account = try fixture.insertAccount(
      "42",
      grant: Grant(
        accessToken: "old", refreshToken: "r0", expiresAt: .now() + .seconds(10 * Self.day),
        obtainedAt: .now() + .seconds(-50 * Self.day)))
  }

  /// What the timer does: with a platform that has nothing to renew with.
  private func tick() throws -> Int64? {
    _ = try fixture.refreshTokens(RotatingPlatform(unrenewable: ()))
    return try AccessWarner(fixture.database.session(.worker), from: .job(traceID: nil)).run()["warned"]?
      .integer
  }

  /// Lets days pass for the token.
  private func pass(days: Int64) throws {
    try fixture.database.asAdministrator.query(
      """
      update account set token_expires_at = token_expires_at - make_interval(days => \(Int(days))),
        refreshed_at = refreshed_at - make_interval(days => \(Int(days))), refresh_after = clock_timestamp()
      """)
  }

  private func state() throws -> String {
    try fixture.database.asAdministrator.only("select state from account where id = \(account)")
      .value("state")
  }

  private func plan() throws {
    _ = try fixture.planner.schedule(
      fixture.createPost(to: [account]).id, at: .now() + .seconds(20 * Self.day))
  }

  @Test("Each step is told of once; the access is not lost before its end") func steps() throws {
    try plan()
    // With ten days left it cannot be renewed, and nobody has to know yet.
    #expect(try tick() == 0)
    #expect(try state() == "connected")
    var warned: [Int64?] = []
    for days in [4, 1, 2, 1, 1] as [Int64] {
      try pass(days: days)
      warned.append(try tick())
      #expect(try tick() == 0)
    }
    // 6, 5, 3, 2 and 1 days are left.
    #expect(warned == [1, 0, 1, 0, 1])
    #expect(try state() == "connected")
    let notices = try fixture.database.asAdministrator.query(
      "select body from outbox where queue = 'mail' order by id"
    ).map { try $0.value("body") as JSON }
    #expect(
      notices.map { $0["subject"]?.string?.split(separator: " ").suffix(2).joined(separator: " ") } == [
        "7 days", "3 days", "a day",
      ])
    #expect(notices.allSatisfy { $0["permission"] == "manage_accounts" })
    let events: Int = try fixture.database.asAdministrator.only(
      "select count(*) as n from event where action = 'account.access_ending'"
    ).value("n")
    #expect(events == 3)
    try pass(days: 1)
    #expect(try tick() == 0)
    #expect(try state() == "reconnect")
  }

  @Test("Nobody is told when no post is planned, or when the token can be renewed") func quiet() throws {
    try pass(days: 4)
    #expect(try tick() == 0)
    try plan()
    #expect(try tick() == 1)
    try pass(days: 4)
    let renewed = try fixture.refreshTokens(RotatingPlatform())["renewed"]
    #expect(renewed == 1)
    #expect(
      try AccessWarner(fixture.database.session(.worker), from: .job(traceID: nil)).run() == ["warned": 0])
  }
}
